import { readdirSync } from 'node:fs';
import { at } from './repository.mjs';
import { build } from './build.mjs';
import { execute, main } from './execute.mjs';
import { environment, node24 } from './node24.mjs';

/** Runs each benchmark by itself, one after the other: `npm run bench -- [part of a name]...`. */
await main(async () => {
  await build();
  const wanted = process.argv.slice(2);
  const files = readdirSync(at('test/bench')).filter((file) => file.endsWith('.bench.ts') && (wanted.length === 0 || wanted.some((part) => file.includes(part))));
  let failed = 0;
  for (const file of files) {
    console.log(`\n== ${file.replace('.bench.ts', '')}`);
    if (await execute(node24(), ['--expose-gc', at('test/bench', file)], { env: environment() }) !== 0) failed += 1;
  }
  return failed;
});
