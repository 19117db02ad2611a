import type { ExplanationView, HeatKind, StageAttention } from '../../../extension/protocol/engine.ts';

/** A heat map as it lies over a sticker's picture. */
export interface DrawnHeat {
  readonly sticker: string;
  /** What the model saw, in shares of the picture's width and height. */
  readonly crop: ExplanationView['crop'];
  readonly side: number;
  /** [side * side] shares of the whole. */
  readonly values: Float32Array;
  readonly tokenSide: number;
  readonly keyTokens: StageAttention['keyTokens'];
  readonly scale: HeatScale;
  /** 0 to 1. */
  readonly opacity: number;
}

/** What maps that are to be compared share. */
export interface HeatScale {
  /** How many times an even share the last colour means. */
  readonly most: number;
  /** The weight of the largest mark. */
  readonly mostWeight: number;
}

/** A cell's value in times an even share, which maps of any side have in common. */
export const timesEven = (value: number, side: number): number => value * side * side;

export function scaleOf(stages: readonly StageAttention[], kind: HeatKind): HeatScale {
  const most = Math.max(0, ...stages.map(({ heat, side }) => timesEven(Math.max(...heat[kind]), side)));
  const mostWeight = Math.max(0, ...stages.flatMap(({ keyTokens }) => keyTokens.map(({ weight }) => weight)));
  return { most, mostWeight };
}
