import { html, type TemplateResult } from 'lit';
import type { EngineRequests } from '../../extension/protocol/engine.ts';
import type { Figure } from '../plots/exportFigure.ts';
import { tableFigure } from './tableFigure.ts';

export type Published = NonNullable<EngineRequests['evaluation/published']['result']>;

const captionOf = ({ table }: Published): string =>
  `${table.source}: figures of the paper, not computed by this program, in percent. ${table.setting} The last row is this run on its own dataset, scored by the same definitions.`;

/** Words of the table's rows, this run's last. */
const rowsOf = ({ table, own }: Published, run: string): string[][] =>
  [...table.rows, { method: `this run (${run})`, values: own }].map(({ method, values }) => [method, ...values.map((value) => (value === null ? '–' : value.toFixed(2)))]);

/** The paper's table, marked as the paper's, with the run's own scores under it. */
export function publishedTable(published: Published, run: string): TemplateResult {
  const rows = rowsOf(published, run).map(([method, ...values]) => html`<tr><th scope="row">${method}</th>${values.map((value) => html`<td>${value}</td>`)}</tr>`);
  return html`<table class="wide-table" data-testid="published-table">
    <caption>${captionOf(published)}</caption>
    <thead><tr><th scope="col">method</th>${published.table.columns.map((name) => html`<th scope="col">${name}</th>`)}</tr></thead>
    <tbody>${rows.slice(0, -1)}</tbody>
    <tfoot>${rows.at(-1)}</tfoot>
  </table>`;
}

/** The same as a picture. */
export const publishedFigure = (published: Published, run: string, caption: string): Figure => tableFigure({
  title: `${published.table.source} and this run`, caption: `${captionOf(published)} ${caption}`, heading: ['method', ...published.table.columns], rows: rowsOf(published, run),
});
