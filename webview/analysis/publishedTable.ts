import { html, type TemplateResult } from 'lit';
import type { EngineRequests } from '../../extension/protocol/engine.ts';

export type Published = NonNullable<EngineRequests['evaluation/published']['result']>;

const cell = (value: number | null): string => (value === null ? '' : value.toFixed(2));

/** The table's lines with the run's own as the last. */
const rowsOf = ({ table, own }: Published, run: string): string[][] => [
  ...table.rows.map(({ method, values }) => [method, ...values.map(cell)]),
  [`this run (${run})`, ...own.map(cell)],
];

const captionOf = ({ table }: Published): string => `${table.source}: figures of the paper (${table.setting}), not computed by this program. The last row is this run, scored by the same definitions, in percent.`;

/** The paper's table, marked as the paper's, with the run's own scores under it. */
export function publishedTable(published: Published, run: string): TemplateResult {
  const rows = rowsOf(published, run);
  const row = ([method, ...values]: readonly string[]): TemplateResult => html`<tr><th scope="row">${method}</th>${values.map((value) => html`<td>${value === '' ? '–' : value}</td>`)}</tr>`;
  return html`<table class="wide-table" data-testid="published-table">
    <caption>${captionOf(published)}</caption>
    <thead><tr><th scope="col">method</th>${published.table.columns.map((name) => html`<th scope="col">${name}</th>`)}</tr></thead>
    <tbody>${rows.slice(0, -1).map(row)}</tbody>
    <tfoot>${row(rows.at(-1)!)}</tfoot>
  </table>`;
}
