import { keyTokensPerHead, type ModelConfig } from '../model/modelConfig.ts';
import type { TextChoice } from '../train/runConfig.ts';
import type { ExplanationView, StageAttention } from './explanation.ts';

/**
 * Who got TGFA's attention on the visual tokens. Its tokens go from stage 4 down, the CLS tokens first; a stage's key tokens lie in the reverse
 * order of their choice.
 * @param weights [1 + ...] over all tokens @param chosen a stage each: rows of its tokens, its CLS token's row 0 never among them
 */
export function visualShares(weights: Float32Array, chosen: readonly Int32Array[], config: ModelConfig): Pick<StageAttention, 'clsWeight' | 'keyTokens'>[] {
  const stages = chosen.length;
  let start = stages;
  const fromLast = chosen.toReversed().map((rows, index) => {
    const stage = stages - 1 - index;
    const count = config.heads[stage] * keyTokensPerHead(config, stage);
    const places = new Map<number, number>();
    for (let token = 0; token < count; token++) {
      const place = rows[count - 1 - token] - 1;
      places.set(place, (places.get(place) ?? 0) + weights[start + token]);
    }
    start += count;
    return { clsWeight: weights[index], keyTokens: [...places].map(([place, weight]) => ({ place, weight })).toSorted((a, b) => b.weight - a.weight || a.place - b.place) };
  });
  return fromLast.toReversed();
}

/** TGFA's attention on the texts, a stage's global and local token added up. @param weights [8]: T, then T', each from stage 4 down */
export function textShares(weights: Float32Array, views: readonly TextChoice[], { lastStageText }: ModelConfig): ExplanationView['texts'] {
  const shares = views.map((view, stage) => ({ view, stage: stage + 1, share: weights[views.length - 1 - stage] }));
  views.forEach((_, stage) => {
    // The released model gives TGFA stage 3's local text in place of stage 4's.
    const told = stage === 3 && lastStageText === 'previous' ? 2 : stage;
    shares[told].share += weights[2 * views.length - 1 - stage];
  });
  return shares;
}
