import { html, nothing, type TemplateResult } from 'lit';
import type { StickerView } from '../../extension/protocol/engine.ts';
import { emotionChip } from '../ui/emotionChip.ts';
import { otherEmotions } from '../ui/runClasses.ts';
import { probabilityBars } from './probabilityBars.ts';
import { voteList } from './votes.ts';

/** What the dataset says of a sticker, its descriptions left out. */
export function stickerFacts(sticker: StickerView, classes: readonly string[], isBusy: boolean): TemplateResult {
  return html`<dl class="sticker-list" aria-busy=${isBusy ? 'true' : 'false'}>
    <dt>Label</dt><dd data-testid="sticker-label">${emotionChip(sticker.label, classes)}</dd>
    ${voteList(sticker.votes, classes)}
    <dt>Split</dt><dd>${sticker.split}</dd>
    <dt>Text</dt><dd data-testid="sticker-text" class="own-lines">${sticker.text === '' ? html`<span class="muted">none</span>` : sticker.text}</dd>
    ${sticker.topic === '' ? nothing : html`<dt>Topic</dt><dd>${sticker.topic}</dd>`}
    ${Object.entries(sticker.attributes).map(([name, value]) => html`<dt>${name}</dt><dd class="own-lines">${value}</dd>`)}
  </dl>`;
}

/** What a run predicted for it. */
export function predictionFacts(sticker: StickerView, run: string, classes: readonly string[]): TemplateResult {
  const name = run.split(/[\\/]/).at(-1);
  if (!sticker.probabilities) return html`<p class="muted" data-testid="no-prediction">No prediction of run ${name} for the ${sticker.split} split.</p>`;
  const predictedClasses = sticker.predictedClasses ?? classes;
  const other = otherEmotions(predictedClasses, classes);
  return html`<p class="muted">Run ${name}</p>
    ${other === null ? nothing : html`<p class="note" data-testid="other-emotions">${other}</p>`}
    ${probabilityBars(sticker.probabilities, sticker.label === null ? null : classes[sticker.label], predictedClasses, classes)}`;
}
