import { html, type TemplateResult } from 'lit';
import type { ComparisonView, McNemar, RunRow } from '../../extension/protocol/engine.ts';
import { formatCount, formatPercent } from '../ui/formatNumber.ts';

/** Percentage points: 0.0125 -> "+1.3". */
function points(difference: number): string {
  const text = Math.abs(100 * difference).toFixed(1);
  return text === '0.0' ? '0.0' : `${difference > 0 ? '+' : '−'}${text}`;
}

const row = (name: string, before: number, after: number, support = ''): TemplateResult => html`<tr>
  <th scope="row">${name}</th><td>${formatPercent(before)}</td><td>${formatPercent(after)}</td><td class="difference">${points(after - before)}</td><td>${support}</td>
</tr>`;

/** Scores of both on the stickers that both predicted, with the difference in percentage points. */
export function scoreTable({ first, second }: ComparisonView, names: readonly [string, string]): TemplateResult {
  return html`<table data-testid="compared-scores">
    <thead><tr><th scope="col">score</th><th scope="col">${names[0]}</th><th scope="col">${names[1]}</th><th scope="col">difference</th><th scope="col">stickers</th></tr></thead>
    <tbody>
      ${row('accuracy', first.accuracy, second.accuracy)}
      ${row('weighted F1', first.weighted.f1, second.weighted.f1)}${row('weighted precision', first.weighted.precision, second.weighted.precision)}${row('weighted recall', first.weighted.recall, second.weighted.recall)}
      ${row('macro F1', first.macro.f1, second.macro.f1)}${row('macro precision', first.macro.precision, second.macro.precision)}${row('macro recall', first.macro.recall, second.macro.recall)}
      ${first.perClass.map((each, index) => row(`F1 of ${each.label}`, each.f1, second.perClass[index].f1, formatCount(each.support)))}
    </tbody>
  </table>`;
}

/** 0.00004 -> "p < 0.0001" */
const probability = (p: number): string => (p < 0.0001 ? 'p < 0.0001' : `p = ${p.toPrecision(2)}`);

/** McNemar's test in words. */
export function testInWords({ firstOnly, secondOnly, p, exact, statistic }: McNemar, [one, other]: readonly [string, string]): string {
  const counts = `${one} alone is right on ${formatCount(firstOnly)} and ${other} alone on ${formatCount(secondOnly)}`;
  if (firstOnly + secondOnly === 0) return `${one} and ${other} are right on the same stickers: nothing tells them apart here.`;
  const how = exact || statistic === null ? 'exact' : `chi-squared ${statistic.toFixed(2)}`;
  const verdict = p < 0.05 ? 'a difference that chance alone rarely makes' : 'a difference that chance alone may well make';
  return `${counts}: ${verdict} (McNemar's test, ${how}, ${probability(p)}).`;
}

/** The settings that the two do not share. */
export function settingDifferences(first: RunRow, second: RunRow): TemplateResult {
  const names = [...new Set([...Object.keys(first.settings), ...Object.keys(second.settings)])].filter((name) => first.settings[name] !== second.settings[name]);
  if (names.length === 0) return html`<p data-testid="same-settings">Both have the same settings.</p>`;
  return html`<div class="runs-scroller"><table data-testid="setting-differences" class="settings-table">
    <thead><tr><th scope="col">setting</th><th scope="col">${first.run.name}</th><th scope="col">${second.run.name}</th></tr></thead>
    <tbody>${names.map((name) => html`<tr><th scope="row">${name}</th><td>${first.settings[name] ?? 'not set'}</td><td>${second.settings[name] ?? 'not set'}</td></tr>`)}</tbody>
  </table></div>`;
}
