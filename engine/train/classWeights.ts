import type { Example } from './examples.ts';
import type { TrainingConfig } from './runConfig.ts';

/** What an example of each class counts for: 1, or, balanced, N / (K n_c), so that every class counts the same in all. */
export function weighClasses(examples: readonly Example[], classes: number, kind: TrainingConfig['classWeights']): number[] {
  const counts = Array.from({ length: classes }, (_, label) => examples.filter((example) => example.label === label).length);
  return counts.map((count) => (kind === 'balanced' && count > 0 ? examples.length / (classes * count) : 1));
}
