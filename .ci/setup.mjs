import { existsSync, readFileSync } from 'node:fs';
import { at } from './repository.mjs';
import { main, npm } from './execute.mjs';

const packagesOf = (file) => JSON.parse(readFileSync(file, 'utf8')).packages;

/** Compares what npm last installed with what the lock asks for. Optional packages of other platforms may be absent. */
export function isInstalled(folder) {
  const record = `${folder}/node_modules/.package-lock.json`;
  if (!existsSync(record)) return false;
  const installed = packagesOf(record);
  const wanted = packagesOf(`${folder}/package-lock.json`);
  return Object.entries(wanted).every(([name, { version, optional, peer }]) =>
    name === '' || (installed[name] ? installed[name].version === version : optional || peer));
}

/** Installs the dependencies where they are absent or not what the lock says. No install script is run: none is needed. */
export async function setup() {
  if (isInstalled(at())) return;
  console.log('Installing dependencies ...');
  await npm(['ci', '--ignore-scripts', '--loglevel=error'], { cwd: at() });
}

if (import.meta.filename === process.argv[1]) await main(setup);
