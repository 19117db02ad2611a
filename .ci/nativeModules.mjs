import { cpSync, existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { at } from './repository.mjs';
import { mustExecute, npmOutput } from './execute.mjs';

/** sharp takes this one where its native package is absent. On Linux it is: the native one may not run in a desktop VS Code, whose GLib clashes with its own, and both are too large a package. Pixels are the same. */
const WASM = ['@img/sharp-wasm32', '@emnapi/runtime'];

/** Target -> folder of onnxruntime-node's binaries, and the packages with sharp's. */
export const TARGETS = {
  'linux-x64': { runtime: 'linux/x64', images: WASM },
  'linux-arm64': { runtime: 'linux/arm64', images: WASM },
  'win32-x64': { runtime: 'win32/x64', images: ['@img/sharp-win32-x64'] },
  'win32-arm64': { runtime: 'win32/arm64', images: ['@img/sharp-win32-arm64'] },
  'darwin-arm64': { runtime: 'darwin/arm64', images: ['@img/sharp-darwin-arm64', '@img/sharp-libvips-darwin-arm64'] },
};

const UNUSED = /\.(map|md|[cm]?ts)$|(^|\/)(README|CHANGELOG)|^dist\/esm\/|^(script|src)\//;
/** The Mac's library comes twice under two names; the binding asks for this one. */
const TWICE = /libonnxruntime\.\d+\.\d+\.\d+\.dylib$/;
const EMNAPI = /^dist\/(?!emnapi\.cjs\.(min\.)?js$)/;

/** Copies a package's files that a running program needs. */
function copyPackage(from, to, isWanted = () => true) {
  cpSync(from, to, {
    recursive: true,
    filter: (source) => {
      const file = path.relative(from, source).split(path.sep).join('/');
      return file === '' || (!file.startsWith('node_modules') && !UNUSED.test(file) && !TWICE.test(file) && isWanted(file));
    },
  });
}

const lock = () => JSON.parse(readFileSync(at('package-lock.json'), 'utf8')).packages;

/** A platform's package that is not installed here: fetched as the lock names it, and refused when it is not that one. */
async function fetchPackage(name, folder) {
  const { version, integrity } = lock()[`node_modules/${name}`];
  mkdirSync(folder, { recursive: true });
  const [{ filename, integrity: got }] = JSON.parse(await npmOutput(['pack', `${name}@${version}`, '--json', '--pack-destination', folder]));
  if (got !== integrity) throw new Error(`${name}@${version} is not what package-lock.json names: ${got} instead of ${integrity}`);
  await mustExecute('tar', ['-xzf', filename.replace('@', '').replace('/', '-')], { cwd: folder });
  return path.join(folder, 'package');
}

function dependenciesOf(name, found = new Set()) {
  if (found.has(name)) return found;
  found.add(name);
  const { dependencies = {} } = JSON.parse(readFileSync(at('node_modules', name, 'package.json'), 'utf8'));
  for (const dependency of Object.keys(dependencies)) dependenciesOf(dependency, found);
  return found;
}

/** Lays the modules that cannot be bundled, trimmed to one platform, into `modules`. */
export async function copyNativeModules(target, modules) {
  const { runtime, images } = TARGETS[target];
  const isForTarget = (file) => !file.startsWith('bin/napi-v6/') || `bin/napi-v6/${runtime}/`.startsWith(`${file}/`) || file.startsWith(`bin/napi-v6/${runtime}/`);
  copyPackage(at('node_modules/onnxruntime-node'), path.join(modules, 'onnxruntime-node'), isForTarget);
  // Its other two dependencies are for an install script that is never run.
  copyPackage(at('node_modules/onnxruntime-common'), path.join(modules, 'onnxruntime-common'));
  for (const name of dependenciesOf('sharp')) copyPackage(at('node_modules', name), path.join(modules, name));
  for (const name of images) {
    const fetched = path.join(path.dirname(modules), 'fetched');
    const from = existsSync(at('node_modules', name)) ? at('node_modules', name) : await fetchPackage(name, fetched);
    copyPackage(from, path.join(modules, name), (file) => name !== '@emnapi/runtime' || !EMNAPI.test(file));
    rmSync(fetched, { recursive: true, force: true });
  }
}
