import { z } from 'zod';
import { StickerLabError } from '../errors/stickerLabError.ts';
import { interpreterModes } from '../store/descriptionRecord.ts';
import type { PresentText } from '../store/descriptionTable.ts';
import type { DescriberConfig } from './describerConfig.ts';
import type { Prompts } from './prompts.ts';

export const batchPolicies = ['skip', 'missing', 'stale', 'generated'] as const;
/**
 * Which texts a batch writes: `skip` those of stickers that have none at all, `missing` those that are missing or rejected, `stale` generated
 * ones of another prompt or model, `generated` all that no person and no dataset wrote. A person's text is never written over.
 */
export type BatchPolicy = (typeof batchPolicies)[number];

const schema = z.object({
  policy: z.enum(batchPolicies),
  model: z.string(),
  mode: z.enum(interpreterModes),
  options: z.record(z.string(), z.number()),
  seed: z.number(),
  prompts: z.object({ system: z.string(), structured: z.string(), rounds: z.object({ intention: z.string(), style: z.string(), roles: z.string(), details: z.string() }) }),
  /** Addresses alone: headers may be secrets, and come from the settings each time. */
  hosts: z.array(z.object({ url: z.string(), concurrency: z.number() })),
});

/** What a batch was started with, as it is kept with it: a batch goes on with its own model and prompts. */
export type BatchConfig = z.infer<typeof schema>;

export function createBatchConfig(policy: BatchPolicy, { model, mode, options, seed }: DescriberConfig, prompts: Prompts): BatchConfig {
  return { policy, model, mode, options: { ...options }, seed, prompts: { ...prompts, rounds: { ...prompts.rounds } }, hosts: [] };
}

/** @throws StickerLabError where another version wrote it */
export function readBatchConfig(stored: unknown, file: string): BatchConfig {
  const parsed = schema.safeParse(stored);
  if (parsed.success) return parsed.data;
  throw new StickerLabError('This batch was started by another version of Sticker Lab and cannot be gone on with.', file, 'Start a new one with the policy "only missing": what is there is kept.');
}

/** A batch's right to write a text, judged by what is there. What it has written itself it leaves. */
export function mayWrite(policy: BatchPolicy, { state, present }: Pick<PresentText, 'state' | 'present'>, batch: number, isStale: () => boolean): boolean {
  if (state === 'missing' || state === 'rejected') return policy !== 'stale';
  if (state !== 'generated' || present?.source?.batch === batch) return false;
  return policy === 'generated' || (policy === 'stale' && isStale());
}

/** Whether a policy passes a sticker over for a text that it has: one that the batch has not written itself. */
export const skipsFor = (policy: BatchPolicy, { text, present }: PresentText, batch: number) => policy === 'skip' && text !== '' && present?.source?.batch !== batch;
