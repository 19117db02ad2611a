import type { Generation } from '../../engine/store/descriptionRecord.ts';

/** Where a text of this model comes from. */
export const generatedBy = (model: string, change: Partial<Generation> = {}): Generation => ({
  host: 'http://127.0.0.1:11434', model, digest: `digest of ${model}`, mode: 'rounds', prompt: '0123456789ab', input: 'input', options: { temperature: 0.2 }, seed: 1,
  started: 1_800_000_000_000, finished: 1_800_000_004_000, promptTokens: 3000, answerTokens: 60, batch: null, ...change,
});
