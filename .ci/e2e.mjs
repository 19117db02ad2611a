import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import { at } from './repository.mjs';
import { getBrowser } from './browser.mjs';
import { build } from './build.mjs';
import { isSupported, setupCodeServer } from './codeServer.mjs';
import { execute, main } from './execute.mjs';
import { environment, node24 } from './node24.mjs';
import { packageExtension, packageFolder, thisTarget, vsixFile } from './package.mjs';

const playwright = [at('node_modules/@playwright/test/cli.js'), 'test', '--config', at('test/e2e/playwright.config.ts')];

/** How many specs there are, for saying how many were left out. */
export async function countSpecs() {
  const { stdout } = await promisify(execFile)(node24(), [...playwright, '--project=specs', '--list'], { env: environment() });
  return Number(/Total: (\d+) test/.exec(stdout)?.[1] ?? 0);
}

/** What the specs need beside the package. null, after a message, where this machine cannot have it. */
export async function prepareSpecs(browser) {
  if (!browser) return null;
  if (!isSupported) {
    console.log('The UI specs need code-server, which npm does not offer for Windows.');
    return null;
  }
  await setupCodeServer();
  return { STICKER_LAB_CHROMIUM: browser, STICKER_LAB_VSIX: vsixFile(thisTarget), STICKER_LAB_CLI: path.join(packageFolder(thisTarget), 'dist/cli.js') };
}

/** Runs the UI specs in VS Code with the packaged extension; `report` gets their outcome as JSON. `--project=screenshots` draws the pictures of the README instead. */
export function runSpecs(prepared, args = [], report) {
  const project = args.some((one) => one.startsWith('--project')) ? [] : ['--project=specs'];
  const env = environment({ ...prepared, ...(report ? { PLAYWRIGHT_JSON_OUTPUT_NAME: report } : {}) });
  return execute(node24(), [...playwright, `--reporter=list${report ? ',json' : ''}`, ...project, ...args], { env });
}

if (import.meta.filename === process.argv[1]) {
  await main(async () => {
    await build();
    await packageExtension();
    const prepared = await prepareSpecs(await getBrowser());
    return prepared ? runSpecs(prepared, process.argv.slice(2)) : 1;
  });
}
