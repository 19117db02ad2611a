import { html, nothing, type TemplateResult } from 'lit';
import type { StickerTile } from '../../extension/protocol/engine.ts';
import type { Thumbnail } from '../grid/thumbnails.ts';
import { emotionChip } from '../ui/emotionChip.ts';

/** One sticker in the gallery: picture or why there is none, label, and whether the chosen run got it right. */
export function stickerTile(tile: StickerTile, thumbnail: Thumbnail | null, classes: readonly string[], predictedClasses: readonly string[]): TemplateResult {
  return html`<div class="tile-picture">${picture(thumbnail)}</div>
    <div class="tile-caption">${emotionChip(tile.label, classes)}${predictionMark(tile, classes, predictedClasses)}</div>`;
}

/** The same in words. */
export function tileLabel(tile: StickerTile, thumbnail: Thumbnail | null, classes: readonly string[], predictedClasses: readonly string[]): string {
  const parts = [tile.id, tile.label === null ? 'no label' : nameOf(tile.label, classes)];
  if (tile.prediction !== null) parts.push(`predicted ${nameOf(tile.prediction, predictedClasses)}`);
  if (thumbnail && 'reason' in thumbnail) parts.push(thumbnail.reason);
  return parts.join(', ');
}

function picture(thumbnail: Thumbnail | null): TemplateResult | typeof nothing {
  if (!thumbnail) return nothing;
  if ('reason' in thumbnail) return html`<span class="tile-broken">${thumbnail.reason}</span>`;
  return html`<img src=${thumbnail.url} alt="" draggable="false">`;
}

function predictionMark(tile: StickerTile, classes: readonly string[], predictedClasses: readonly string[]): TemplateResult | typeof nothing {
  if (tile.prediction === null) return nothing;
  const right = tile.label !== null && predictedClasses[tile.prediction] === classes[tile.label];
  return html`<span class="mark ${right ? 'mark-right' : 'mark-wrong'}" data-outcome=${right ? 'right' : 'wrong'}
    title="predicted ${nameOf(tile.prediction, predictedClasses)}">${right ? '✓' : '✗'}</span>`;
}

const nameOf = (label: number, classes: readonly string[]): string => classes[label] ?? `class ${label}`;
