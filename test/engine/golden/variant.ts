import type { LossConfig, ModelConfig } from '../../../engine/model/modelConfig.ts';
import { drawn } from '../../support/drawn.ts';
import { drawnTarget } from './drawnTarget.ts';

/** What a golden file of a whole model was computed for. */
export interface Variant {
  readonly model: ModelConfig;
  readonly loss: LossConfig;
  readonly labelSmoothing: number;
  readonly batch: number;
  readonly picture: string;
}

export const variantInputs = ({ model, labelSmoothing, batch, picture }: Variant) => ({
  picture: drawn(picture, [batch, 3, model.imageSize, model.imageSize], 2),
  text: drawn('text', [batch, 4, model.textWidth]),
  target: drawnTarget('labels', batch, model.classes, labelSmoothing),
});
