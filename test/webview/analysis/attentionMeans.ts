import type { EngineRequests } from '../../../extension/protocol/engine.ts';

/** Four stages whose attention is a hill: on the left in stage 1, further right in each later one. */
export function attentionOf(stickers: number): EngineRequests['explain/meanAttention']['result'] {
  const stages = [1, 2, 3, 4].map((stage) => {
    const side = 2 ** (6 - stage);
    const hill = Float32Array.from({ length: side * side }, (_, place) => {
      const [row, column] = [Math.floor(place / side), place % side];
      return Math.exp(-(((row - side / 2) / side) ** 2 + ((column - (stage * side) / 5) / side) ** 2) * 20);
    });
    const total = hill.reduce((sum, value) => sum + value, 0);
    const heat = hill.map((value) => value / total);
    return { stage, side, heat: { attention: heat, importance: heat.toReversed(), decision: heat }, tokenSide: side };
  });
  return { stickers, stages };
}
