import { copyFileSync, cpSync, existsSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import path from 'node:path';
import { at } from './repository.mjs';
import { build } from './build.mjs';
import { main, mustExecute } from './execute.mjs';
import { copyNativeModules, TARGETS } from './nativeModules.mjs';
import { environment, node24 } from './node24.mjs';

const LARGEST_LINUX_X64 = 30e6;

export const vsixFile = (target) => at(`sticker-lab-${target}.vsix`);
/** What goes into the VSIX, laid out. */
export const packageFolder = (target) => at('out/package', target);
export const thisTarget = `${process.platform}-${process.arch}`;

const FOR_DEVELOPMENT = ['private', 'scripts', 'bin', 'dependencies', 'devDependencies', 'optionalDependencies', 'allowScripts'];

/** The manifest of the package: what VS Code reads, without what only development needs. */
function manifest() {
  const { engines, ...whole } = JSON.parse(readFileSync(at('package.json'), 'utf8'));
  const kept = Object.entries(whole).filter(([key]) => !FOR_DEVELOPMENT.includes(key));
  return { ...Object.fromEntries(kept), engines: { vscode: engines.vscode } };
}

/** Lays out exactly what ships, in a folder of its own: a list of what to take instead of what to leave. Resolves to the folder. */
async function stageExtension(target) {
  const folder = packageFolder(target);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  writeFileSync(path.join(folder, 'package.json'), JSON.stringify(manifest(), null, 2));
  for (const file of ['README.md', 'CHANGELOG.md', 'LICENSE']) if (existsSync(at(file))) copyFileSync(at(file), path.join(folder, file));
  cpSync(at('media'), path.join(folder, 'media'), { recursive: true });
  cpSync(at('dist'), path.join(folder, 'dist'), { recursive: true, filter: (file) => !file.endsWith('.map') });
  writeFileSync(path.join(folder, '.vscodeignore'), '**/*.map\n');
  await copyNativeModules(target, path.join(folder, 'dist/node_modules'));
  return folder;
}

/** Packs what `build` made into a VSIX for one platform; resolves to its path. */
export async function packageExtension(target = thisTarget) {
  if (!TARGETS[target]) throw new Error(`There is no package for ${target}: choose one of ${Object.keys(TARGETS).join(', ')}.`);
  const folder = await stageExtension(target);
  const file = vsixFile(target);
  rmSync(file, { force: true });
  await mustExecute(node24(), [at('node_modules/@vscode/vsce/vsce'), 'package', '--target', target, '--no-dependencies', '--allow-missing-repository',
    '--no-rewrite-relative-links', '--out', file], { cwd: folder, env: environment() });
  const { size } = statSync(file);
  console.log(`${path.basename(file)}: ${(size / 1e6).toFixed(1)} MB`);
  if (target === 'linux-x64' && size > LARGEST_LINUX_X64) throw new Error(`${file} is larger than ${LARGEST_LINUX_X64 / 1e6} MB`);
  return file;
}

if (import.meta.filename === process.argv[1]) {
  await main(async () => {
    const { values } = parseArgs({ options: { target: { type: 'string' } } });
    await build();
    await packageExtension(values.target);
  });
}
