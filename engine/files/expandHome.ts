import os from 'node:os';
import path from 'node:path';

/** A path as a person writes it into a setting, where no shell knows `~`. Absolute. */
export const expandHome = (file: string) => path.resolve(file.replace(/^~(?=$|[/\\])/u, os.homedir()));
