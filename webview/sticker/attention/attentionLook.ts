import type { HeatKind } from '../../../extension/protocol/engine.ts';
import { keepChoice, keptChoice } from '../keptChoice.ts';
import { againstOptions, type Against } from './against.ts';
import { heatKinds } from './heatWords.ts';

/** How a person looks at attention; it stays while walking. */
export interface AttentionLook {
  readonly kind: HeatKind;
  readonly stage: StageChoice;
  /** 0 to 1. */
  readonly opacity: number;
  readonly against: Against;
}

export type StageChoice = 1 | 2 | 3 | 4 | 'all';

export const stageChoices: readonly StageChoice[] = [1, 2, 3, 4, 'all'];

const isLook = (value: unknown): value is AttentionLook => {
  const { kind, stage, opacity, against } = (value ?? {}) as Partial<AttentionLook>;
  return heatKinds.some((one) => one.value === kind) && stageChoices.includes(stage!) && typeof opacity === 'number' && againstOptions.some((one) => one.value === against);
};

/** The paper shows the last stage (4.7). */
export const keptLook = (): AttentionLook => keptChoice('attention', isLook) ?? { kind: 'attention', stage: 4, opacity: 0.6, against: 'nothing' };

export const keepLook = (look: AttentionLook): void => { keepChoice('attention', look); };

/** What a key makes of the look; null for keys that mean nothing here. */
export function lookAfterKey(look: AttentionLook, key: string): AttentionLook | null {
  const stage = (step: number): StageChoice => stageChoices[Math.min(stageChoices.length - 1, Math.max(0, stageChoices.indexOf(look.stage) + step))];
  // In tenths, so that ten steps end at 1 exactly.
  const opacity = (step: number): number => Math.min(10, Math.max(0, Math.round(look.opacity * 10) + step)) / 10;
  switch (key) {
    case '[': return { ...look, stage: stage(-1) };
    case ']': return { ...look, stage: stage(1) };
    case '+': case '=': return { ...look, opacity: opacity(1) };
    case '-': return { ...look, opacity: opacity(-1) };
    default: return null;
  }
}
