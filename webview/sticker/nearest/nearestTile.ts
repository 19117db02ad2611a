import { html, type TemplateResult } from 'lit';
import type { NeighbourView } from '../../../extension/protocol/engine.ts';
import type { Thumbnail } from '../../grid/thumbnails.ts';
import { emotionChip } from '../../ui/emotionChip.ts';

/** A near sticker as a button: its picture, its label, whether that is the sticker's own, and how similar the two are. */
export function nearestTile({ id, label, similarity }: NeighbourView, own: number | null, thumbnail: Thumbnail | null, classes: readonly string[], onOpen: () => void): TemplateResult {
  const isSame = label !== null && label === own;
  const name = label === null ? 'no label' : classes[label];
  return html`<li><button type="button" class="nearest-tile" data-testid="nearest-tile" data-id=${id} title=${id} aria-label="${id}, ${name}, similarity ${similarity.toFixed(2)}" @click=${onOpen}>
    <span class="nearest-picture">${thumbnail && 'url' in thumbnail ? html`<img src=${thumbnail.url} alt="">` : html`<span class="muted">${thumbnail?.reason ?? ''}</span>`}</span>
    <span>${emotionChip(label, classes)}</span>
    <span class="muted">${isSame ? html`<span class="mark mark-right" title="The same label">✓</span> ` : ''}${similarity.toFixed(3)}</span>
  </button></li>`;
}
