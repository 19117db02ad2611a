import { html, type TemplateResult } from 'lit';
import type { ComparisonView } from '../../extension/protocol/engine.ts';
import type { PlotTheme } from '../plots/plotTheme.ts';
import '../plots/plotView.ts';
import type { PlotPoint } from '../plots/plotView.ts';
import { cellFlips, differencePlot, signedCount } from './differencePlot.ts';

/** The second confusion matrix minus the first, as a picture and as a table of buttons; either way a cell can be opened. */
export function differenceMatrix({ difference, classes, flips }: ComparisonView, onCell: (label: number, prediction: number) => void): TemplateResult {
  return html`<h2>Difference of the confusion matrices</h2>
    <div class="matrix">
      <sl-plot class="matrix-plot" data-testid="difference-matrix" label="Difference of the confusion matrices, the same as in the table beside it"
        .draw=${(theme: PlotTheme) => differencePlot(difference, classes, theme)} .config=${{ displayModeBar: false }}
        .onPoint=${(point: PlotPoint) => { onCell(Number(point.y), Number(point.x)); }}></sl-plot>
      <table class="matrix-table" aria-label="Difference of the confusion matrices">
        <caption>Rows are labels, columns predictions, second minus first. A cell opens the stickers that came or left.</caption>
        <thead><tr><th scope="col">label</th>${classes.map((name) => html`<th scope="col">${name}</th>`)}</tr></thead>
        <tbody>${difference.map((row, label) => html`<tr>
          <th scope="row">${classes[label]}</th>
          ${row.map((count, prediction) => {
            const { gained, lost } = cellFlips(flips, label, prediction);
            return html`<td class=${label === prediction ? 'diagonal' : ''}><button type="button" class="cell-button" data-cell="${label},${prediction}"
              aria-label="${classes[label]} predicted as ${classes[prediction]}: ${signedCount(count)}, ${gained.length} came, ${lost.length} left"
              @click=${() => { onCell(label, prediction); }}>${signedCount(count)}</button></td>`;
          })}
        </tr>`)}</tbody>
      </table>
    </div>`;
}
