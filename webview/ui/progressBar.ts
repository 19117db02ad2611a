import { html, type TemplateResult } from 'lit';

/** How far something is, `share` from 0 to 1. */
export function progressBar(label: string, share: number): TemplateResult {
  return html`<div class="progress" role="progressbar" aria-label=${label} aria-valuemin="0" aria-valuemax="100" aria-valuenow=${Math.round(share * 100)}>
    <div style="width:${(share * 100).toFixed(1)}%"></div></div>`;
}
