import { html, nothing, type TemplateResult } from 'lit';
import type { ProposalView } from '../../../extension/protocol/engine.ts';
import { errorNotice } from '../../ui/errorNotice.ts';
import { formatTime } from '../../ui/formatTime.ts';
import { button } from '../../ui/kit.ts';
import type { Regeneration } from './regenerations.ts';

export interface ProposalConfig {
  readonly title: string;
  readonly proposal: ProposalView | null;
  readonly regeneration: Regeneration | undefined;
  readonly onTake: () => void;
  readonly onDrop: () => void;
  readonly onCancel: () => void;
  readonly onTryAgain: () => void;
  readonly onDismiss: () => void;
}

/** The text a model is writing or has written anew, below the one that stands until a person takes it. */
export function proposalArea(config: ProposalConfig): TemplateResult | typeof nothing {
  const { title, proposal, regeneration } = config;
  if (regeneration?.failure) {
    return errorNotice(regeneration.failure, html`<div class="toolbar">
      ${button({ label: 'Try Again', title: `Try Again: ${title}`, onClick: config.onTryAgain })}
      ${button({ label: 'Dismiss', title: `Dismiss: ${title}`, onClick: config.onDismiss })}
    </div>`);
  }
  if (regeneration) {
    return html`<div class="proposal" data-testid="writing" role="group" aria-label="New text for ${title}" aria-busy="true">
      <div class="toolbar spread"><strong>New text</strong> <span class="muted" role="status">${regeneration.text === '' ? 'Waiting for the model' : 'The model is writing'}</span></div>
      <p class="own-lines proposal-text" data-testid="stream">${regeneration.text}</p>
      ${regeneration.state === 'asked' ? button({ label: 'Cancel', title: `Cancel the new text for ${title}`, testId: 'cancel-regeneration', onClick: config.onCancel }) : nothing}
    </div>`;
  }
  if (!proposal) return nothing;
  return html`<div class="proposal" data-testid="proposal" role="group" aria-label="New text for ${title}">
    <div class="toolbar spread"><strong>New text</strong> <span class="muted">${proposal.generation.model}, ${formatTime(proposal.generation.finished)}</span></div>
    <p class="own-lines proposal-text" data-testid="proposal-text">${proposal.text}</p>
    <div class="toolbar">
      ${button({ label: 'Take', title: `Take the new text for ${title}`, primary: true, testId: 'take', onClick: config.onTake })}
      ${button({ label: 'Drop', title: `Drop the new text for ${title}`, testId: 'drop', onClick: config.onDrop })}
    </div>
  </div>`;
}
