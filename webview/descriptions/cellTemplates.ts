import { html, nothing, type TemplateResult } from 'lit';
import { live } from 'lit/directives/live.js';
import type { DescriptionRow } from '../../extension/protocol/engine.ts';
import type { Thumbnail } from '../grid/thumbnails.ts';
import { viewTitles } from '../ui/descriptionWords.ts';
import { emotionChip } from '../ui/emotionChip.ts';
import { stateMark } from '../ui/stateMark.ts';
import { stickerName } from '../ui/stickerName.ts';
import { difference, wordDifference } from '../ui/wordDifference.ts';
import type { Draft, Trouble } from './cellEditing.ts';

export type ViewText = DescriptionRow['views'][number];

/** First column: picture, id, label, and whether the sticker is marked. */
export function stickerCell(row: DescriptionRow, thumbnail: Thumbnail | null, classes: readonly string[], marked: boolean, onMark: () => void): TemplateResult {
  const { name, folder } = stickerName(row.id);
  return html`<input type="checkbox" class="row-mark" tabindex="-1" aria-label="Mark ${row.id}" title="Mark for Find and Replace (Space)" .checked=${live(marked)}
      @click=${(event: Event) => { event.stopPropagation(); onMark(); }}>
    <span class="row-picture">${!thumbnail ? nothing : 'reason' in thumbnail ? html`<span class="row-broken" title=${thumbnail.reason}>✗</span>` : html`<img src=${thumbnail.url} alt="" draggable="false">`}</span>
    <span class="row-name"><span class="row-id">${name}</span><span class="row-folder">${folder}</span>${emotionChip(row.label, classes)}</span>`;
}

/** A text as it stands, or as it is on its way. */
export function textCell({ text, state }: ViewText, saving: Draft | null): TemplateResult {
  const shown = saving?.text ?? text;
  return html`<div class="cell-body">
    ${saving ? html`<span class="muted" role="status">saving</span>` : stateMark(state)}
    <div class="cell-text">${shown}</div>
  </div>`;
}

export interface TroubleButtons {
  readonly onMine: () => void;
  readonly onTheirs: () => void;
}

/** A text that could not be saved, with what the person can do about it. */
export function troubleCell(draft: Draft, trouble: Trouble, buttons: TroubleButtons): TemplateResult {
  return html`<div class="cell-body cell-troubled">
    ${troubleLine(trouble, buttons)}
    <div class="cell-text">${trouble.kind === 'conflict' ? difference(wordDifference(trouble.theirs, draft.text)) : draft.text}</div>
  </div>`;
}

export interface EditorEvents {
  readonly onInput: (text: string) => void;
  readonly onKey: (event: KeyboardEvent) => void;
  readonly onLeave: () => void;
}

/** The open cell. */
export function editorCell(draft: Draft, events: EditorEvents, buttons: TroubleButtons): TemplateResult {
  return html`<div class="cell-body cell-editor">
    ${draft.trouble ? troubleLine(draft.trouble, buttons) : html`<span class="cell-hint">Ctrl+Enter saves, Escape leaves</span>`}
    <textarea data-testid="cell-editor" aria-label="${viewTitles[draft.view]} of ${draft.id}" rows="3" spellcheck="true" .value=${live(draft.text)}
      @input=${(event: Event) => { events.onInput((event.target as HTMLTextAreaElement).value); }}
      @keydown=${events.onKey} @focusout=${events.onLeave}></textarea>
  </div>`;
}

function troubleLine(trouble: Trouble, { onMine, onTheirs }: TroubleButtons): TemplateResult {
  const conflict = trouble.kind === 'conflict';
  const again = trouble.kind === 'interrupted' ? 'Save Mine' : 'Save Again';
  // A press would take the focus from the editor, which then saves.
  const stay = (event: Event): void => { event.preventDefault(); };
  return html`<div class="cell-trouble" role="alert" data-testid="cell-trouble">
    <span>${whatHappened(trouble)}</span>
    <span class="cell-choices">
      <button type="button" class="toggle" @mousedown=${stay} @click=${onMine}>${conflict ? 'Keep Mine' : again}</button>
      <button type="button" class="toggle" @mousedown=${stay} @click=${onTheirs}>${conflict ? 'Take Theirs' : 'Drop Mine'}</button>
    </span>
  </div>`;
}

function whatHappened(trouble: Trouble): string {
  if (trouble.kind === 'conflict') return `${trouble.who || 'Somebody'} changed this text in the meantime. Yours is not saved.`;
  return trouble.kind === 'failed' ? `Not saved. ${trouble.message}` : 'Not saved: the panel was closed before.';
}
