import { existsSync } from 'node:fs';
import path from 'node:path';
import { at } from './repository.mjs';
import { execute, main, succeeds } from './execute.mjs';
import { environment, node24 } from './node24.mjs';
import { setup } from './setup.mjs';

/** On a Mac programs do not stand on the PATH. */
const MAC = '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome';
const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'microsoft-edge', 'msedge'];

/** A browser on the PATH that Playwright can drive. */
function onPath() {
  const folders = (process.env.PATH ?? '').split(path.delimiter);
  const endings = process.platform === 'win32' ? ['.exe'] : [''];
  return NAMES.flatMap((name) => folders.flatMap((folder) => endings.map((ending) => path.join(folder, name + ending)))).find((file) => existsSync(file));
}

/** Playwright's own browser, where an earlier `playwright install` left one. */
async function fromPlaywright() {
  const { chromium } = await import('@playwright/test');
  const file = chromium.executablePath();
  return file && existsSync(file) ? file : undefined;
}

/** A browser that is there but cannot start (libraries missing, a snap that refuses) is none. */
async function works(file) {
  return file !== undefined && await succeeds(file, ['--version']);
}

/** Debian's package, with the rights of root or of a `sudo` that asks nothing. */
async function installFromDebian() {
  if (!await succeeds('apt-get', ['--version'])) return;
  const isRoot = process.getuid?.() === 0;
  if (!isRoot && !await succeeds('sudo', ['-n', 'true'])) return;
  const asRoot = (...args) => execute(isRoot ? 'env' : 'sudo', [...(isRoot ? [] : ['-n', 'env']), 'DEBIAN_FRONTEND=noninteractive', ...args]).catch(() => 1);
  await asRoot('apt-get', 'update', '-qq');
  await asRoot('apt-get', 'install', '-y', '-qq', '--no-install-recommends', 'chromium');
}

const MISSING = `No browser for the tests of the UI. Install one of these, then run npm test again:
  npx playwright install chromium       (downloads Chromium)
  sudo apt-get install chromium         (Debian)
  Google Chrome or Microsoft Edge, on the PATH`;

/** The browser named by STICKER_LAB_CHROMIUM, or one that is there; null where there is none. */
export async function findBrowser() {
  await setup();
  const candidates = [process.env.STICKER_LAB_CHROMIUM, onPath(), MAC, await fromPlaywright()];
  for (const file of candidates) if (await works(file)) return file;
  return null;
}

/** Finds a browser, or gets one; null, after saying what to install, where that cannot be done. */
export async function getBrowser() {
  const present = await findBrowser();
  if (present) return present;
  console.log('No browser found: fetching Chromium ...');
  await execute(node24(), [at('node_modules/@playwright/test/cli.js'), 'install', 'chromium'], { env: environment() });
  const fetched = await findBrowser();
  if (fetched) return fetched;
  await installFromDebian();
  const installed = await findBrowser();
  if (!installed) console.log(MISSING);
  return installed;
}

if (import.meta.filename === process.argv[1]) await main(async () => console.log(await getBrowser()));
