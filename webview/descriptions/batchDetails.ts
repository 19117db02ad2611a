import { html, nothing, type TemplateResult } from 'lit';
import type { BatchFailure, BatchView } from '../../extension/protocol/engine.ts';
import { viewTitles } from '../ui/descriptionWords.ts';
import { formatCount } from '../ui/formatNumber.ts';

/** Hosts, the stickers under way, and what failed; folded away until asked for. */
export function batchDetails(batch: BatchView, onOpen: (id: string) => void): TemplateResult {
  const troubled = batch.hosts.filter(({ trouble }) => trouble !== '').length;
  return html`<div class="batch-details">
    <details data-testid="batch-hosts">
      <summary>Hosts: ${batch.hosts.length}${troubled > 0 ? html`, <span class="mark-wrong">${troubled} in trouble</span>` : nothing}</summary>
      ${batch.hosts.map((host) => html`<p data-testid="batch-host"><code>${host.url}</code> <span class="muted">${host.concurrency} at once, ${formatCount(host.done)} done</span>
        ${host.trouble === '' ? nothing : html`<span class="mark-wrong">✗ ${host.trouble}</span>`}</p>`)}
      <p class="muted">Model ${batch.model}, policy ${batch.policy}</p>
    </details>
    <details data-testid="batch-active">
      <summary>Under way: ${batch.active.length}</summary>
      ${batch.active.map(({ id, view, host }) => html`<p>${stickerLink(id, onOpen)} <span class="muted">${view ? viewTitles[view] : 'all views'} at ${host}</span></p>`)}
    </details>
    ${batch.failures.length === 0 ? nothing : failures(batch, onOpen)}
  </div>`;
}

function failures({ failures: list, failed }: BatchView, onOpen: (id: string) => void): TemplateResult {
  return html`<details data-testid="batch-failures">
    <summary>Failures: ${formatCount(failed)}${list.length < failed ? `, the newest ${list.length} shown` : ''}</summary>
    <ul class="plain-list">${list.map((failure) => html`<li data-testid="batch-failure">${stickerLink(failure.id, onOpen)} ${failureText(failure)}</li>`)}</ul>
  </details>`;
}

const failureText = ({ view, reason, tries }: BatchFailure): string => `${view ? `${viewTitles[view]}: ` : ''}${reason} (${tries} ${tries === 1 ? 'try' : 'tries'})`;

function stickerLink(id: string, onOpen: (id: string) => void): TemplateResult {
  return html`<button type="button" class="link-button" title="Open ${id}" @click=${() => { onOpen(id); }}>${id}</button>`;
}
