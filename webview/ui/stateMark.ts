import { html, type TemplateResult } from 'lit';
import type { ShownState } from '../../extension/protocol/engine.ts';
import { stateMeanings, stateWords } from './descriptionWords.ts';

const symbols: Readonly<Record<ShownState, string>> = { missing: '○', given: '▪', generated: '✦', stale: '↻', edited: '✎', accepted: '✓', rejected: '✗' };

/** A description's state as symbol and word. */
export function stateMark(state: ShownState): TemplateResult {
  return html`<span class="state-mark state-${state}" data-state=${state} title=${stateMeanings[state]}><span aria-hidden="true">${symbols[state]}</span> ${stateWords[state]}</span>`;
}
