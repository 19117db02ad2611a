import { html, nothing, type TemplateResult } from 'lit';
import type { RequestFailure } from '../../extension/protocol/failure.ts';

/** What went wrong, the file to look at, and what to do about it. */
export function errorNotice(failure: RequestFailure, action: TemplateResult | typeof nothing = nothing): TemplateResult {
  const { file, remedy } = failure.data;
  return html`<div class="error-notice" role="alert" data-testid="error-notice">
    <p class="error-message">${failure.message}</p>
    ${file === '' ? nothing : html`<p><code>${file}</code></p>`}
    ${remedy === '' ? nothing : html`<p>${remedy}</p>`}
    ${action}
  </div>`;
}
