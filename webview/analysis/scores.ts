import { html, type TemplateResult } from 'lit';
import type { EvaluationReport } from '../../extension/protocol/engine.ts';
import { formatCount, formatPercent } from '../ui/formatNumber.ts';

/** Accuracy and the averaged F1 scores as cards. */
export function scoreCards(report: EvaluationReport): TemplateResult {
  const support = report.perClass.reduce((sum, each) => sum + each.support, 0);
  return html`<div class="cards">
    ${card('Accuracy', report.accuracy, 'accuracy')}
    ${card('Weighted F1', report.weighted.f1, 'weighted-f1')}
    ${card('Macro F1', report.macro.f1, 'macro-f1')}
    <div class="card"><div class="card-value">${formatCount(support)}</div><div class="card-label">stickers</div></div>
  </div>`;
}

function card(label: string, share: number, testId: string): TemplateResult {
  return html`<div class="card"><div class="card-value" data-testid=${testId}>${formatPercent(share)}</div><div class="card-label">${label}</div></div>`;
}

/** Precision, recall, F1 and support of each class, with both averages. */
export function classTable(report: EvaluationReport): TemplateResult {
  const support = report.perClass.reduce((sum, each) => sum + each.support, 0);
  const row = (name: string, scores: EvaluationReport['macro'], stickers: number): TemplateResult => html`<tr>
    <th scope="row">${name}</th><td>${formatPercent(scores.precision)}</td><td>${formatPercent(scores.recall)}</td><td>${formatPercent(scores.f1)}</td><td>${formatCount(stickers)}</td>
  </tr>`;
  return html`<h2>Per class</h2><table data-testid="class-table">
    <thead><tr><th scope="col">class</th><th scope="col">precision</th><th scope="col">recall</th><th scope="col">F1</th><th scope="col">support</th></tr></thead>
    <tbody>${report.perClass.map((each) => row(each.label, each, each.support))}</tbody>
    <tfoot>${row('weighted average', report.weighted, support)}${row('macro average', report.macro, support)}</tfoot>
  </table>`;
}
