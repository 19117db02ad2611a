import { existsSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { at } from './repository.mjs';
import { main, mustExecute } from './execute.mjs';
import { environment, node24 } from './node24.mjs';

/** Makes the sample dataset where there is none. Written beside and then renamed, so that a broken-off try leaves nothing half. */
export async function makeSample(folder = at('sample'), count = 2100) {
  if (existsSync(folder) && readdirSync(folder).length > 0) return;
  console.log(`Making a sample dataset of ${count} stickers in ${folder} ...`);
  const unfinished = `${folder}.unfinished`;
  rmSync(unfinished, { recursive: true, force: true });
  await mustExecute(node24(), [at('dist/cli.js'), 'sample', unfinished, '--count', String(count), '--seed', '1'], { env: environment() });
  rmSync(folder, { recursive: true, force: true });
  renameSync(unfinished, folder);
}

if (import.meta.filename === process.argv[1]) await main(makeSample);
