import { at } from './repository.mjs';
import { execute, main } from './execute.mjs';
import { environment, node24 } from './node24.mjs';
import { setup } from './setup.mjs';

/** The rules with types, walls and cycles, then the compiler. Both speak, even when the first one fails. */
export async function lint() {
  await setup();
  const run = (script, ...args) => execute(node24(), [at('node_modules', script), ...args], { env: environment() });
  const rules = await run('oxlint/bin/oxlint');
  const types = await run('typescript/bin/tsc', '-b');
  return rules || types;
}

if (import.meta.filename === process.argv[1]) await main(lint);
