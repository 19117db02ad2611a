import { existsSync } from 'node:fs';
import path from 'node:path';
import { at } from './repository.mjs';
import { main, mustExecute } from './execute.mjs';
import { environment, node24 } from './node24.mjs';

/** Makes the sample dataset where there is none. */
export async function makeSample(folder = at('sample'), count = 2100) {
  if (existsSync(path.join(folder, 'Annotations'))) return;
  console.log(`Making a sample dataset of ${count} stickers in ${folder} ...`);
  await mustExecute(node24(), [at('dist/cli.js'), 'sample', folder, '--count', String(count), '--seed', '1'], { env: environment() });
}

if (import.meta.filename === process.argv[1]) await main(makeSample);
