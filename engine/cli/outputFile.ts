import { realpath, stat } from 'node:fs/promises';
import path from 'node:path';
import { StickerLabError } from '../errors/stickerLabError.ts';
import { makeFolder } from '../files/makeFolder.ts';
import { stringOption, UsageError, type CommandArguments } from './command.ts';

const statOf = (file: string) => stat(file).catch(() => null);

/**
 * The file that `--out` names, links followed; its folder is made. Asked before the work, so that none is lost to a path that cannot be written.
 * @param inputs files that it must not be, however the path is spelled
 * @throws UsageError where there is no `--out`, or it is an input; StickerLabError where something else than a file is there
 */
export async function outputFile(given: CommandArguments, inputs: readonly string[] = []): Promise<string> {
  const named = stringOption(given, 'out');
  if (!named) throw new UsageError('--out is missing');
  const file = await realpath(named).catch(() => path.resolve(named));
  const found = await statOf(file);
  if (found && !found.isFile()) throw new StickerLabError(found.isDirectory() ? 'A folder is in the way of a file' : 'This is no file that can be replaced', file, 'Choose another --out.');
  for (const input of inputs) {
    const read = await statOf(input);
    if (found && read && found.ino === read.ino && found.dev === read.dev) throw new UsageError('--out would replace one of the files read');
  }
  await makeFolder(path.dirname(file));
  return file;
}
