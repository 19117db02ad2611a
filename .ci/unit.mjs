import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { at } from './repository.mjs';
import { findBrowser } from './browser.mjs';
import { execute, main } from './execute.mjs';
import { environment, node24 } from './node24.mjs';
import { setup } from './setup.mjs';

/** Runs the unit tests; `report` also gets their outcome as JSON. */
export async function unit(args = [], report) {
  await setup();
  const browser = await findBrowser();
  // Commands and services are started from source by the hundred: each compiles only what has changed since.
  const compiled = { NODE_COMPILE_CACHE: at('node_modules/.cache/node') };
  const reporters = report ? ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`] : [];
  // What tests leave behind goes with this folder.
  const temporary = await mkdtemp(path.join(tmpdir(), 'sticker-lab-unit-'));
  try {
    const folders = { TMPDIR: temporary, TMP: temporary, TEMP: temporary };
    return await execute(node24(), [at('node_modules/vitest/vitest.mjs'), 'run', ...reporters, ...args], { env: environment({ ...compiled, ...folders, ...(browser ? { STICKER_LAB_CHROMIUM: browser } : {}) }) });
  } finally {
    await rm(temporary, { recursive: true, force: true, maxRetries: 5, retryDelay: 500 });
  }
}

if (import.meta.filename === process.argv[1]) await main(() => unit(process.argv.slice(2)));
