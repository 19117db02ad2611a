import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { at, root } from './repository.mjs';
import { build } from './build.mjs';
import { freePort, setupCodeServer, startCodeServer, writeSettings } from './codeServer.mjs';
import { main, mustExecute, succeeds } from './execute.mjs';
import { makeSample } from './sample.mjs';

const USUAL_PORT = 8377;
const HELP = `npm start -- [options]
  --folder F   open the dataset in F (default: sample, made when absent)
  --port P     port of the VS Code server (default: ${USUAL_PORT} where it is free; 0: any free one)
  --no-open    do not open a browser; always uses the VS Code server
  --help`;

const options = { folder: { type: 'string' }, port: { type: 'string' }, 'no-open': { type: 'boolean' }, help: { type: 'boolean' } };

/** A link to the working tree as installed extension: what was just built is what runs. */
function linkExtension(profile) {
  const { publisher, name, version } = JSON.parse(readFileSync(at('package.json'), 'utf8'));
  const extensions = path.join(profile, 'extensions');
  rmSync(extensions, { recursive: true, force: true });
  mkdirSync(extensions, { recursive: true });
  symlinkSync(root, path.join(extensions, `${publisher}.${name}-${version}`), 'dir');
}

function openBrowser(address) {
  const opener = { darwin: ['open', address], win32: ['cmd', '/c', 'start', '', address] }[process.platform] ?? ['xdg-open', address];
  return succeeds(opener[0], opener.slice(1));
}

async function serve(folder, port, isOpening) {
  await setupCodeServer();
  const profile = at('.ci/code-server/profile');
  // Sockets have short paths, and a working tree may lie deep.
  const scratch = mkdtempSync(path.join(tmpdir(), 'sticker-lab-'));
  writeSettings(profile);
  linkExtension(profile);
  const server = await startCodeServer({ profile, scratch, port: port ?? await freePort(USUAL_PORT) });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.once(signal, () => void server.stop());
  const address = `${server.address}/?folder=${encodeURIComponent(folder)}`;
  console.log(`\nSticker Lab runs in VS Code at\n\n  ${address}\n\nReachable from this machine alone. Ctrl-C ends it; trainings under way go on.`);
  if (isOpening) void openBrowser(address);
  await server.exited;
  rmSync(scratch, { recursive: true, force: true });
}

/** Inside a remote window's terminal, and in WSL, `code` is a go-between that cannot load an extension from a folder. */
const isRemote = Boolean(process.env.VSCODE_IPC_HOOK_CLI || process.env.WSL_DISTRO_NAME);

await main(async () => {
  const { values } = parseArgs({ options });
  if (values.help) return console.log(HELP);
  await build();
  const folder = path.resolve(process.env.INIT_CWD ?? '.', values.folder ?? at('sample'));
  if (!values.folder) await makeSample();
  if (!existsSync(folder)) throw new Error(`${folder} does not exist: give --folder an existing dataset.`);
  const desktop = process.platform === 'win32' ? ['cmd', '/c', 'code'] : ['code'];
  const hasDesktop = !isRemote && !values['no-open'] && values.port === undefined && await succeeds(desktop[0], [...desktop.slice(1), '--version']);
  if (!hasDesktop) return serve(folder, values.port === undefined ? undefined : Number(values.port), !values['no-open']);
  await mustExecute(desktop[0], [...desktop.slice(1), `--extensionDevelopmentPath=${root}`, '--new-window', folder]);
  console.log(`Opened ${folder} in VS Code.`);
});
