import type { ChildProcess } from 'node:child_process';
import { mkdir, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { StickerLabError } from '../errors/stickerLabError.ts';
import { makeFolder } from '../files/makeFolder.ts';
import { runFiles } from '../train/runRecord.ts';
import { commandFailure, startDetached } from './cliProcess.ts';
import { isWorking, readRunView } from './readRunView.ts';
import type { EngineRequests } from './requests.ts';

/** How long a process may take to its first status before we stop waiting for it. It goes on. */
const longestStart = 60_000;

/** What a name becomes on disk: letters, digits, dots, dashes; nothing Windows forbids. */
export function runFolderName(name: string): string {
  return name.trim().replaceAll(/[^\p{L}\p{N}._-]+/gu, '-').replaceAll(/^[.-]+|[.-]+$/gu, '').slice(0, 80);
}

type StartParams = EngineRequests['run/start']['params'];

/** Makes the run's folder and starts the training in a process of its own. Answers once the run has written its first status. */
export async function startRun(cli: string, folder: string, params: StartParams, signal: AbortSignal): Promise<string> {
  const name = runFolderName(params.name);
  if (!name) throw new StickerLabError(`"${params.name}" cannot be a run's name.`, folder, 'Use letters, digits, dots and dashes.');
  const run = path.join(folder, name);
  await makeFolder(folder);
  await mkdir(run).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'EEXIST') throw error;
    throw new StickerLabError(`There is a run named ${name} already.`, run, 'Choose another name, or resume that run.');
  });
  const child = startDetached(cli, ['train', params.root, '--run', run, '--preset', params.preset, '--recipe', params.recipe, '--device', params.device, ...settingFlags(params.settings)], path.join(run, runFiles.log));
  try {
    await firstStatus(child, run, '', signal);
  } catch (error) {
    await removeIfOnlyLog(run);
    throw error;
  }
  return run;
}

/** Settings with a flag of their own on the command line, and the rest as `--set key=value`. */
function settingFlags(settings: Readonly<Record<string, string>>): string[] {
  return Object.entries(settings).flatMap(([key, value]) => (key === 'epochs' || key === 'seed' ? [`--${key}`, value] : ['--set', `${key}=${value}`]));
}

/** Goes on from the last checkpoint. */
export async function resumeRun(cli: string, root: string, run: string, signal: AbortSignal): Promise<void> {
  const view = await readRunView(run);
  if (isWorking(view)) throw new StickerLabError(`${view.name} is running.`, run, 'Stop it first, or wait until it is done.');
  if (view.state === 'unreadable') throw new StickerLabError(`${view.name} cannot be resumed: ${view.trouble}`, run, 'Train again under another name.');
  const before = await statusText(run);
  const child = startDetached(cli, ['train', root, '--run', run, '--resume'], path.join(run, runFiles.log));
  await firstStatus(child, run, before, signal);
}

/** Asks the run to stop after the step under way; it writes a checkpoint first. */
export async function stopRun(run: string): Promise<void> {
  const view = await readRunView(run);
  if (!isWorking(view)) throw new StickerLabError(`${view.name} is not running.`, run, 'Nothing needs to be stopped.');
  await writeFile(path.join(run, runFiles.stop), '');
}

const statusText = (run: string) => readFile(path.join(run, runFiles.status), 'utf8').catch(() => '');

async function firstStatus(child: ChildProcess, run: string, before: string, signal: AbortSignal): Promise<void> {
  let failed: Error | null = null;
  child.once('error', (error) => (failed = error));
  const latest = Date.now() + longestStart;
  while (Date.now() < latest) {
    const ended = child.exitCode !== null || child.signalCode !== null;
    const text = await statusText(run);
    if (failed) throw new StickerLabError(`The training process cannot be started: ${(failed as Error).message}`, run, 'Reinstall Sticker Lab, or restart VS Code.');
    if (text !== before) {
      const view = await readRunView(run);
      const { error } = view.status ?? {};
      if (view.state === 'failed' && error) throw new StickerLabError(error.message, error.file, error.remedy);
      return;
    }
    if (ended) throw commandFailure('train', child.exitCode, await readFile(path.join(run, runFiles.log), 'utf8').catch(() => ''), path.join(run, runFiles.log));
    await setTimeout(100, undefined, { signal });
  }
}

async function removeIfOnlyLog(run: string): Promise<void> {
  const names = await readdir(run);
  if (names.every((name) => name === runFiles.log)) await rm(run, { recursive: true, force: true });
}
