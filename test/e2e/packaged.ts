import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

/** A file of the package under test, which `npm run e2e` builds and names in the environment. */
export function packaged(name: 'STICKER_LAB_VSIX' | 'STICKER_LAB_CLI'): string {
  const file = process.env[name];
  if (!file) throw new Error(`${name} is not set: run the specs with \`npm run e2e\`, which builds the package.`);
  return file;
}

/** Runs the packaged command line. The one in `dist` goes away for a moment while `npm start`, a spec of its own, builds anew. */
export const runPackaged = (...args: string[]) => promisify(execFile)(process.execPath, [packaged('STICKER_LAB_CLI'), ...args]);
