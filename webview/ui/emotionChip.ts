import { html, type TemplateResult } from 'lit';
import { emotionColor } from './emotionColor.ts';

/** The name of a label with its colour; a sticker without a label says so. */
export function emotionChip(label: number | null, classes: readonly string[]): TemplateResult {
  if (label === null) return html`<span class="chip chip-none">no label</span>`;
  return html`<span class="chip"><span class="dot" aria-hidden="true" style="background:${emotionColor(label)}"></span>${classes[label] ?? `class ${label}`}</span>`;
}
