import path from 'node:path';
import { StickerLabError } from '../errors/stickerLabError.ts';
import { readCheckpointStep } from '../train/checkpoint.ts';
import { checkpointFile, type CheckpointName } from '../train/runRecord.ts';

/** Whether a checkpoint holds the weights of that many training steps, as far as both tell: what does not say its steps is believed. */
export async function isCurrent(run: string, checkpoint: CheckpointName, step: number | undefined): Promise<boolean> {
  if (step === undefined) return true;
  const now = await readCheckpointStep(path.join(run, checkpointFile(checkpoint))).catch((error: unknown) => {
    // Taken away or damaged: it has not moved on.
    if (error instanceof StickerLabError) return step;
    throw error;
  });
  return now === step;
}
