import type { StepMetrics } from '../../extension/protocol/engine.ts';

export type LossTerm = 'loss' | 'crossEntropy' | 'contrastive' | 'mlce';

export interface ThinnedSteps {
  readonly x: number[];
  readonly y: number[];
}

/**
 * At most `limit` points: the mean of each of `limit` equal stretches of steps, at the last step of the stretch. A curve
 * of 100,000 points costs seconds a redraw and no screen shows them.
 */
export function thinSteps(steps: readonly StepMetrics[], term: LossTerm, limit: number): ThinnedSteps {
  const stretch = Math.max(1, Math.ceil(steps.length / limit));
  const x: number[] = [];
  const y: number[] = [];
  for (let start = 0; start < steps.length; start += stretch) {
    const part = steps.slice(start, start + stretch);
    x.push(part.at(-1)!.step);
    y.push(part.reduce((sum, step) => sum + step[term], 0) / part.length);
  }
  return { x, y };
}
