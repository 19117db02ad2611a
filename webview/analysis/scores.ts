import { html, nothing, type TemplateResult } from 'lit';
import type { EvaluationDetails, EvaluationReport, Interval } from '../../extension/protocol/engine.ts';
import { formatCount, formatPercent } from '../ui/formatNumber.ts';

/** "87.0 to 91.2 %" */
export const formatInterval = ({ low, high }: Interval): string => `${(low * 100).toFixed(1)} to ${formatPercent(high)}`;

/** Accuracy and the averaged F1 scores as cards, with their intervals once these are known. */
export function scoreCards(report: EvaluationReport, details: EvaluationDetails | null): TemplateResult {
  return html`<div class="cards">
    ${card('Accuracy', report.accuracy, 'accuracy', details?.accuracyInterval)}
    ${card('Weighted F1', report.weighted.f1, 'weighted-f1', details?.weightedF1Interval)}
    ${card('Macro F1', report.macro.f1, 'macro-f1', details?.macroF1Interval)}
    <div class="card"><div class="card-value">${formatCount(supportOf(report))}</div><div class="card-label">stickers</div></div>
  </div>`;
}

const supportOf = ({ perClass }: EvaluationReport): number => perClass.reduce((sum, { support }) => sum + support, 0);

function card(label: string, share: number, testId: string, interval: Interval | undefined): TemplateResult {
  return html`<div class="card"><div class="card-value" data-testid=${testId}>${formatPercent(share)}</div><div class="card-label">${label}</div>
    <div class="card-label" data-testid="${testId}-interval">${interval ? html`95 %: ${formatInterval(interval)}` : html`&nbsp;`}</div></div>`;
}

/** Precision, recall, F1 and support of each class, with both averages. */
export function classTable(report: EvaluationReport, details: EvaluationDetails | null): TemplateResult {
  const score = (share: number, interval: Interval | undefined): TemplateResult => html`<td>${formatPercent(share)}${interval ? html`<div class="interval">${formatInterval(interval)}</div>` : nothing}</td>`;
  const support = supportOf(report);
  return html`<table class="wide-table" data-testid="class-table">
    <caption>${details ? '95 % intervals under each score. ' : ''}A class without stickers counts as 0 in the macro average.</caption>
    <thead><tr><th scope="col">class</th><th scope="col">precision</th><th scope="col">recall</th><th scope="col">F1</th><th scope="col">support</th></tr></thead>
    <tbody>${report.perClass.map(({ label, precision, recall, f1, support: stickers }, index) => {
      const intervals = details?.perClass[index];
      return html`<tr><th scope="row">${label}</th>${score(precision, intervals?.precision)}${score(recall, intervals?.recall)}${score(f1, intervals?.f1)}
        <td>${stickers === 0 ? 'no stickers' : formatCount(stickers)}</td></tr>`;
    })}</tbody>
    <tfoot>
      <tr><th scope="row">weighted average</th>${score(report.weighted.precision, undefined)}${score(report.weighted.recall, undefined)}${score(report.weighted.f1, details?.weightedF1Interval)}<td>${formatCount(support)}</td></tr>
      <tr><th scope="row">macro average</th>${score(report.macro.precision, undefined)}${score(report.macro.recall, undefined)}${score(report.macro.f1, details?.macroF1Interval)}<td>${formatCount(support)}</td></tr>
    </tfoot>
  </table>`;
}
