import os from 'node:os';
import path from 'node:path';
import { expandHome } from '../files/expandHome.ts';

export const weightsVariable = 'STICKER_LAB_WEIGHTS';

/** Where the system keeps what can be fetched again. */
function cacheFolder(): string {
  const home = os.homedir();
  if (process.platform === 'darwin') return path.join(home, 'Library', 'Caches');
  if (process.platform === 'win32') return process.env['LOCALAPPDATA'] || path.join(home, 'AppData', 'Local');
  return process.env['XDG_CACHE_HOME'] || path.join(home, '.cache');
}

/** Where pretrained weights lie, one folder a set: `given`, else STICKER_LAB_WEIGHTS, else in the system's cache folder. Absolute. */
export function weightsFolder(given?: string): string {
  const chosen = given || process.env[weightsVariable];
  return chosen ? expandHome(chosen) : path.join(cacheFolder(), 'sticker-lab', 'weights');
}
