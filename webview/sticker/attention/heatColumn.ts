import { html, type TemplateResult } from 'lit';
import type { ExplanationView, StageAttention } from '../../../extension/protocol/engine.ts';
import { formatPercent } from '../../ui/formatNumber.ts';
import type { ShownPicture } from '../picture.ts';
import type { AttentionLook } from './attentionLook.ts';
import type { DrawnHeat, HeatScale } from './drawnHeat.ts';
import './heatLayer.ts';
import { heatWords } from './heatWords.ts';

/** The stages that are looked at. */
export const stagesOf = ({ stages }: ExplanationView, { stage }: AttentionLook): readonly StageAttention[] => (stage === 'all' ? stages : stages.filter((one) => one.stage === stage));

export const drawnHeat = (sticker: string, { crop }: ExplanationView, { side, heat, tokenSide, keyTokens }: StageAttention, look: AttentionLook, scale: HeatScale): DrawnHeat =>
  ({ sticker, crop, side, values: heat[look.kind], tokenSide, keyTokens, scale, opacity: look.opacity });

export interface HeatColumnConfig {
  readonly title: string;
  readonly view: ExplanationView;
  readonly look: AttentionLook;
  readonly scale: HeatScale;
  readonly isShown: boolean;
  /** Null where it is not there, or not this sticker's. */
  readonly picture: ShownPicture | null;
}

/** One explanation: what was predicted, and the maps of its stages over the picture, with where they are strongest in words. */
export function heatColumn({ title, view, look, scale, isShown, picture }: HeatColumnConfig): TemplateResult {
  const predicted = view.probabilities.indexOf(Math.max(...view.probabilities));
  const follows = look.kind === 'decision' ? `, map for ${view.classes[view.target]}` : '';
  return html`<div class="heat-column" data-testid="heat-column">
    <p><strong>${title}</strong></p>
    <p class="muted">predicted ${view.classes[predicted]} ${formatPercent(view.probabilities[predicted])}${follows}</p>
    <div class="heat-figures" ?data-sheet=${look.stage === 'all'}>${stagesOf(view, look).map((stage) => html`<figure>
      <div class="picture-frame">${picture ? html`<img src=${picture.url} alt="">${isShown ? html`<sl-heat .heat=${drawnHeat(picture.id, view, stage, look, scale)} .ratio=${picture.ratio}></sl-heat>` : ''}` : ''}</div>
      <figcaption>${heatWords(stage, look.kind)}</figcaption>
    </figure>`)}</div>
  </div>`;
}
