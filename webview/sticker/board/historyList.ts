import { html, nothing, type TemplateResult } from 'lit';
import type { HistoryEntry } from '../../../extension/protocol/engine.ts';
import type { RequestFailure } from '../../../extension/protocol/failure.ts';
import { errorNotice } from '../../ui/errorNotice.ts';
import { formatTime } from '../../ui/formatTime.ts';
import { button, waiting } from '../../ui/kit.ts';
import { stateMark } from '../../ui/stateMark.ts';
import { provenance } from './provenance.ts';

export interface HistoryConfig {
  /** null until they are read. */
  readonly entries: readonly HistoryEntry[] | null;
  readonly failure: RequestFailure | null;
  /** The version that stands now. */
  readonly present: number;
  readonly onRestore: (version: number) => void;
}

/** Everything a description has said, newest first; each earlier one can be brought back. */
export function historyList({ entries, failure, present, onRestore }: HistoryConfig): TemplateResult {
  if (failure) return errorNotice(failure);
  if (!entries) return waiting('Reading the history');
  if (entries.length === 0) return html`<p class="muted" data-testid="history">No history yet: nobody has changed what the dataset says.</p>`;
  return html`<ol class="history" aria-label="History" data-testid="history">${entries.map((entry) => html`<li data-version=${entry.version}>
    <div class="toolbar">
      <strong>${entry.title}</strong> ${stateMark(entry.state)}
      <span class="muted">${entry.who}, ${formatTime(entry.at)}</span>
      ${entry.version === present ? html`<span class="muted">now</span>` : button({ label: 'Restore', title: `Restore what ${entry.title} of ${formatTime(entry.at)} left`, testId: 'restore', onClick: () => { onRestore(entry.version); } })}
    </div>
    ${entry.text === '' ? html`<p class="muted">no text</p>` : html`<p class="own-lines">${entry.text}</p>`}
    ${entry.generation ? provenance(entry.generation) : nothing}
  </li>`)}</ol>`;
}
