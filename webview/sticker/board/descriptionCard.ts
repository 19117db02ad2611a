import { html, nothing, type TemplateResult } from 'lit';
import type { DescriptionView, View } from '../../../extension/protocol/engine.ts';
import { viewTitles } from '../../ui/descriptionWords.ts';
import { errorNotice } from '../../ui/errorNotice.ts';
import { formatTime } from '../../ui/formatTime.ts';
import { button, textArea } from '../../ui/kit.ts';
import { stateMark } from '../../ui/stateMark.ts';
import type { CardPart } from './board.ts';
import { needsReview } from './cardOrder.ts';
import { differenceText } from './differenceText.ts';
import type { Draft } from './draft.ts';
import { historyList, type HistoryConfig } from './historyList.ts';
import { pieceCount } from './pieceCount.ts';
import { proposalArea } from './proposalArea.ts';
import type { Regeneration } from './regenerations.ts';

const asks: Readonly<Record<View, string>> = {
  intention: 'what the sender means by it', style: 'how it is drawn', roles: 'who is in it', details: 'what can be seen and read',
};

export interface CardConfig {
  readonly card: DescriptionView;
  readonly draft: Draft;
  readonly regeneration: Regeneration | undefined;
  /** The board is between two stickers: nothing can be typed. */
  readonly locked: boolean;
  readonly opened: CardPart | null;
  readonly history: HistoryConfig;
  readonly onAccept: () => void;
  readonly onReject: () => void;
  readonly onRegenerate: () => void;
  readonly onCancel: () => void;
  readonly onDismiss: () => void;
  readonly onResolve: (take: boolean) => void;
  readonly onOpen: (part: CardPart) => void;
}

/** One of the four descriptions: its text, edited in place, what is known of it, and what can be done with it. */
export function descriptionCard(config: CardConfig): TemplateResult {
  const { card, draft, regeneration, locked, opened } = config;
  const title = viewTitles[card.view];
  const facts = `facts-${card.view}`;
  return html`<section class="description-card" data-view=${card.view} data-shown=${card.state} aria-label=${title}>
    <div class="toolbar spread"><h3>${title} <span class="muted">${asks[card.view]}</span></h3>${stateMark(card.state)}</div>
    ${textArea({
      label: title, value: draft.text, describedBy: facts, readOnly: locked, testId: 'description', tabIndex: 1,
      placeholder: 'Missing. The sticker\'s own text stands in for it in training.',
      greyFrom: card.count.cutAt,
      onInput: (text) => { draft.input(text); },
      onBlur: () => void draft.endTyping(),
    })}
    <p id=${facts} class="muted card-facts">${pieceCount(card.count)}${origin(card)}${card.stale === null ? nothing : html`<br><span data-testid="stale-reason">Stale: ${card.stale}</span>`}</p>
    ${draft.conflict ? conflictNotice(title, draft, draft.conflict) : nothing}
    ${draft.failure ? errorNotice(draft.failure, button({ label: 'Save Again', title: `Save Again: ${title}`, onClick: () => void draft.save() })) : nothing}
    ${actions(config)}
    ${opened === 'difference' && card.generated ? differenceText(card.generated.text, draft.text) : nothing}
    ${opened === 'history' ? historyList(config.history) : nothing}
    ${proposalArea({
      title, proposal: card.proposal, regeneration, onCancel: config.onCancel, onDismiss: config.onDismiss, onTryAgain: config.onRegenerate,
      onTake: () => { config.onResolve(true); }, onDrop: () => { config.onResolve(false); },
    })}
  </section>`;
}

/** A proposal is answered first: Take and Drop then stand in for Accept and Reject. */
function actions({ card, draft, regeneration, opened, ...config }: CardConfig): TemplateResult {
  const title = viewTitles[card.view];
  const isEmpty = draft.text.trim() === '';
  const isWaiting = card.proposal !== null;
  const isWriting = regeneration !== undefined && regeneration.failure === null;
  return html`<div class="toolbar card-actions" role="group" aria-label="${title}: actions">
    ${button({ label: 'Accept', title: `Accept ${title}`, primary: needsReview(card) && !isEmpty && !isWaiting, disabled: isEmpty || isWaiting || card.state === 'accepted', testId: 'accept', onClick: config.onAccept })}
    ${button({ label: 'Reject', title: `Reject ${title}`, disabled: isEmpty || isWaiting || card.state === 'rejected', testId: 'reject', onClick: config.onReject })}
    ${button({ label: 'Regenerate', title: `Regenerate ${title}: the present text stays until you take the new one`, disabled: isWriting, testId: 'regenerate', onClick: config.onRegenerate })}
    ${button({
      label: 'Difference', title: card.generated ? `Difference of ${title} to the generated text` : `Difference: no model has written ${title} yet`,
      disabled: !card.generated, expanded: opened === 'difference', testId: 'show-difference', onClick: () => { config.onOpen('difference'); },
    })}
    ${button({ label: 'History', title: `History of ${title}`, expanded: opened === 'history', testId: 'show-history', onClick: () => { config.onOpen('history'); } })}
  </div>`;
}

/** Who and when; for a text that a model wrote also which one. */
function origin({ state, who, at, generated }: DescriptionView): TemplateResult | typeof nothing {
  if (at === 0) return nothing;
  const model = generated?.generation.model;
  const isModels = (state === 'generated' || state === 'stale') && generated !== null && model !== who;
  if (isModels) return html` · <span data-testid="who">${model}, ${formatTime(generated.generation.finished)}</span> · brought back by ${who}`;
  return html` · <span data-testid="who">${who}, ${formatTime(at)}</span>${model !== undefined && model !== who && (state === 'accepted' || state === 'rejected') ? ` · first written by ${model}` : nothing}`;
}

function conflictNotice(title: string, draft: Draft, { who, text }: { readonly who: string; readonly text: string }): TemplateResult {
  return html`<div class="note conflict" role="alert" data-testid="conflict">
    <p><strong>${who} changed this text while you were typing.</strong> Yours, above, is not saved. Theirs:</p>
    ${text === '' ? html`<p class="muted">no text</p>` : html`<p class="own-lines proposal-text">${text}</p>`}
    <div class="toolbar">
      ${button({ label: 'Keep Mine', title: `Keep Mine: ${title}`, primary: true, testId: 'keep-mine', onClick: () => void draft.keepMine() })}
      ${button({ label: 'Take Theirs', title: `Take Theirs: ${title}`, testId: 'take-theirs', onClick: () => { draft.takeTheirs(); } })}
    </div>
  </div>`;
}
