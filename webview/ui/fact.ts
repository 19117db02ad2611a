import { html, nothing, type TemplateResult } from 'lit';

/** One figure with its name, within `<dl class="facts">`. */
export function fact(name: string, value: string, testId?: string): TemplateResult {
  return html`<div class="fact"><dt>${name}</dt><dd data-testid=${testId ?? nothing}>${value}</dd></div>`;
}
