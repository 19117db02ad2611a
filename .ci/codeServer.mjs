import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import net from 'node:net';
import path from 'node:path';
import { at } from './repository.mjs';
import { main, npm, succeeds } from './execute.mjs';
import { environment, node24 } from './node24.mjs';

const home = at('.ci', 'code-server');
const modules = path.join(home, 'node_modules');
const entry = path.join(modules, 'code-server/out/node/entry.js');
const stamp = path.join(modules, '.complete');
const lock = () => readFileSync(path.join(home, 'package-lock.json'), 'utf8');

export const isSupported = process.platform !== 'win32';
const isComplete = () => existsSync(stamp) && readFileSync(stamp, 'utf8') === lock();

async function install() {
  rmSync(modules, { recursive: true, force: true });
  const node = node24();
  const env = environment({ npm_config_nodedir: path.dirname(path.dirname(node)), npm_config_loglevel: 'error' });
  const inside = (...parts) => ({ cwd: path.join(modules, 'code-server/lib/vscode', ...parts), env, node });
  await npm(['ci', '--ignore-scripts'], { cwd: home, env, node });
  // Not `npm ci`: the lists of packages that come inside do not agree with each other.
  await npm(['install', '--omit=dev', '--ignore-scripts', '--no-save', '--no-audit', '--no-fund'], inside());
  await npm(['install', '--omit=dev', '--ignore-scripts', '--no-save', '--no-audit', '--no-fund'], inside('extensions'));
  const compiled = await npm(['rebuild', '@vscode/spdlog', '@vscode/native-watchdog'], { ...inside(), quiet: true }).then(() => true, () => false);
  if (!compiled) console.log('  (no C++ compiler here: VS Code runs without its native log writer, which it says in its log)');
  writeFileSync(stamp, lock());
}

/** Installs VS Code's server once. A try that failed half-way is started again from nothing, also within this call. */
export async function setupCodeServer() {
  if (isComplete()) return;
  if (!isSupported) throw new Error('VS Code cannot be had from npm on Windows: install the desktop one, with `code` on the PATH.');
  console.log('Installing VS Code (code-server), once ...');
  await install().catch(async (error) => {
    console.log(`${error.message}; trying once more from the start`);
    await install();
  });
}

export const freePort = (wanted = 0) => new Promise((resolve) => {
  const server = net.createServer();
  server.once('error', () => resolve(freePort()));
  server.listen(wanted, '127.0.0.1', () => {
    const { port } = server.address();
    server.close(() => resolve(port));
  });
});

/** What a quiet VS Code needs: no welcome, no questions, nothing fetched. */
const SETTINGS = {
  'workbench.startupEditor': 'none',
  'workbench.tips.enabled': false,
  'telemetry.telemetryLevel': 'off',
  'security.workspace.trust.enabled': false,
  'extensions.autoUpdate': false,
  'extensions.autoCheckUpdates': false,
  'extensions.ignoreRecommendations': true,
  'chat.disableAIFeatures': true,
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'update.mode': 'none',
};

/** Writes user settings into a profile; what a person already set there stays. */
export function writeSettings(profile, settings = {}) {
  const file = path.join(profile, 'user/User/settings.json');
  const kept = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : {};
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, JSON.stringify({ ...SETTINGS, ...kept, ...settings }, null, 2));
}

const profileFlags = (profile) => ['--user-data-dir', path.join(profile, 'user'), '--extensions-dir', path.join(profile, 'extensions'), '--config', path.join(profile, 'config.yaml')];
const quietEnvironment = (more) => environment({ EXTENSIONS_GALLERY: JSON.stringify({ serviceUrl: '' }), ...more });

/** Installs a packaged extension into a profile. */
export async function installExtension(profile, vsix, env = {}) {
  const arguments_ = [entry, ...profileFlags(profile), '--force', '--install-extension', vsix];
  if (!await succeeds(node24(), arguments_, { env: quietEnvironment(env) })) throw new Error(`${vsix} could not be installed into code-server`);
}

/**
 * Starts VS Code's server on this machine alone and waits until it answers.
 * `scratch`: a folder with a short path (sockets: 108 characters).
 */
export async function startCodeServer({ profile, scratch, port = 0, env = {}, timeout = 60_000 }) {
  const chosen = port || await freePort();
  const child = spawn(node24(), [entry, ...profileFlags(profile), '--bind-addr', `127.0.0.1:${chosen}`, '--session-socket', path.join(scratch, 'session.sock'),
    '--auth', 'none', '--disable-telemetry', '--disable-update-check', '--disable-workspace-trust', '--disable-getting-started-override', '--disable-proxy',
    '--ignore-last-opened'], { env: quietEnvironment(env), stdio: ['ignore', 'pipe', 'pipe'] });
  let log = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (data) => { log = (log + data).slice(-200_000); });
  const exited = new Promise((resolve) => child.once('exit', resolve));
  const address = `http://127.0.0.1:${chosen}`;
  const deadline = Date.now() + timeout;
  while (!await fetch(`${address}/healthz`).then((answer) => answer.ok, () => false)) {
    if (child.exitCode !== null || Date.now() > deadline) {
      child.kill('SIGKILL');
      throw new Error(`VS Code's server did not start:\n${log}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return {
    address,
    exited,
    log: () => log,
    async stop() {
      child.kill('SIGTERM');
      const impatience = setTimeout(() => child.kill('SIGKILL'), 5000);
      await exited;
      clearTimeout(impatience);
    },
  };
}

if (import.meta.filename === process.argv[1]) await main(setupCodeServer);
