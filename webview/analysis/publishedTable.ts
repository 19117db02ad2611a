import { html, type TemplateResult } from 'lit';
import type { EngineRequests } from '../../extension/protocol/engine.ts';

export type Published = NonNullable<EngineRequests['evaluation/published']['result']>;

/** The paper's table, marked as the paper's, with the run's own scores under it. */
export function publishedTable({ table, own }: Published, run: string): TemplateResult {
  const row = (method: string, values: readonly (number | null)[]): TemplateResult =>
    html`<tr><th scope="row">${method}</th>${values.map((value) => html`<td>${value === null ? '–' : value.toFixed(2)}</td>`)}</tr>`;
  return html`<table class="wide-table" data-testid="published-table">
    <caption>${table.source}: figures of the paper, not computed by this program, in percent. ${table.setting} The last row is this run on its own dataset, scored by the same definitions.</caption>
    <thead><tr><th scope="col">method</th>${table.columns.map((name) => html`<th scope="col">${name}</th>`)}</tr></thead>
    <tbody>${table.rows.map(({ method, values }) => row(method, values))}</tbody>
    <tfoot>${row(`this run (${run})`, own)}</tfoot>
  </table>`;
}
