import { html, nothing, type TemplateResult } from 'lit';
import type { DataChanges, Flip } from '../../extension/protocol/engine.ts';
import { formatCount } from '../ui/formatNumber.ts';

/** Opens these stickers in the gallery, which shows the reason. */
export type OpenStickers = (ids: readonly string[], reason: string) => void;

interface Counted {
  readonly count: number;
  readonly words: string;
  /** What the number opens; [] where there is nothing to see any more. */
  readonly ids: readonly string[];
}

const counted = (count: number, one: string, many: string, ids: readonly string[]): Counted => ({ count, words: `${formatCount(count)} ${count === 1 ? one : many}`, ids });

function partsOf({ labels, splits, texts, descriptions, added, removed }: DataChanges): Counted[] {
  const views = descriptions.reduce((sum, each) => sum + each.views.length, 0);
  return [
    counted(labels.length, 'label', 'labels', labels), counted(views, 'description', 'descriptions', descriptions.map(({ id }) => id)),
    counted(splits.length, 'split', 'splits', splits), counted(texts.length, 'own text', 'own texts', texts),
  ].filter(({ count }) => count > 0).concat(
    [counted(added.length, 'sticker was added', 'stickers were added', added), counted(removed.length, 'sticker was removed', 'stickers were removed', [])].filter(({ count }) => count > 0),
  );
}

const number = ({ words, ids }: Counted, reason: string, open: OpenStickers): TemplateResult =>
  ids.length === 0 ? html`<span>${words}</span>` : html`<button type="button" class="count-link" @click=${() => { open(ids, reason); }}>${words}</button>`;

/** "3 labels and 41 descriptions changed since that run", without a full stop: each number opens its stickers. `where` ends the sentence, for example "since tiny-1". */
export function changeSentence(changes: DataChanges, where: string, open: OpenStickers): TemplateResult {
  if (changes.reason !== null) return html`<span>${changes.reason.replace(/\.$/, '')}</span>`;
  const parts = partsOf(changes);
  if (parts.length === 0) return html`<span>Nothing changed in the data ${where}</span>`;
  const edits = parts.filter(({ words }) => !words.includes('sticker'));
  const rest = parts.filter((part) => !edits.includes(part));
  const list = (all: readonly Counted[]) => all.map((part, index) => html`${index === 0 ? nothing : index === all.length - 1 ? ' and ' : ', '}${number(part, `${part.words}${edits.includes(part) ? ' changed' : ''} ${where}`, open)}`);
  return html`${list(edits)}${edits.length > 0 ? ' changed' : nothing}${edits.length > 0 && rest.length > 0 ? ', ' : nothing}${list(rest)} ${where}`;
}

/** "9 predictions flipped, 7 of them on edited stickers" */
export function flipSentence(flips: readonly Flip[], where: string, open: OpenStickers): TemplateResult {
  const edited = flips.filter(({ changed }) => changed);
  const ids = (all: readonly Flip[]) => all.map(({ id }) => id);
  return html`${number(counted(flips.length, 'prediction', 'predictions', ids(flips)), `predictions that flipped ${where}`, open)} flipped${edited.length === 0 ? nothing
    : html`, ${number(counted(edited.length, 'of them', 'of them', ids(edited)), `predictions on edited stickers that flipped ${where}`, open)} on edited stickers`}`;
}

const directions = [
  { direction: 'fixed', label: 'became right' }, { direction: 'broken', label: 'became wrong' }, { direction: 'otherwise', label: 'became wrong in another way' },
] as const;

/** The flipped stickers by direction, a button each. */
export function flipButtons(flips: readonly Flip[], where: string, open: OpenStickers): TemplateResult {
  return html`<div class="toolbar flips" role="group" aria-label="Flipped stickers">${directions.map(({ direction, label }) => {
    const ids = flips.filter((flip) => flip.direction === direction).map(({ id }) => id);
    return html`<button type="button" class="toggle" data-testid="flips-${direction}" ?disabled=${ids.length === 0}
      @click=${() => { open(ids, `${label} ${where}`); }}>${formatCount(ids.length)} ${label}</button>`;
  })}</div>`;
}
