import { html, nothing, type TemplateResult } from 'lit';

/** Says why there is nothing to see, and offers what can be done about it. */
export function emptyState(reason: string, action: TemplateResult | typeof nothing = nothing): TemplateResult {
  return html`<div class="empty-state" role="status" data-testid="empty-state"><p>${reason}</p>${action}</div>`;
}
