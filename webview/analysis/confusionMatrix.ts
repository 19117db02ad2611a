import { html, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import '../plots/plotView.ts';
import type { PlotTheme } from '../plots/plotTheme.ts';
import type { PlotPoint } from '../plots/plotView.ts';
import { LightElement } from '../ui/lightElement.ts';
import { toggleGroup } from '../ui/toggleGroup.ts';
import { cellTexts, confusionPlot, type CellUnit } from './confusionPlot.ts';

/** The confusion matrix as a picture and as a table of buttons; either way a cell can be opened. */
@customElement('sl-confusion-matrix')
export class ConfusionMatrix extends LightElement {
  @property({ attribute: false }) confusion: readonly (readonly number[])[] = [];
  @property({ attribute: false }) classes: readonly string[] = [];
  @property({ attribute: false }) onCell: (label: number, prediction: number) => void = () => {};
  @state() private unit: CellUnit = 'counts';

  protected override render(): TemplateResult {
    const { confusion, classes, unit } = this;
    const texts = cellTexts(confusion, unit);
    return html`<div class="toolbar spread">
        <h2>Confusion matrix</h2>
        ${toggleGroup({ label: 'Cells show', testId: 'matrix-unit', chosen: [unit],
          options: [{ value: 'counts', label: 'counts' }, { value: 'rows', label: 'row %' }], onToggle: (value) => { this.unit = value; } })}
      </div>
      <div class="matrix">
        <sl-plot class="matrix-plot" data-testid="confusion-matrix" label="Confusion matrix, the same as in the table beside it"
          .draw=${(theme: PlotTheme) => confusionPlot(confusion, classes, unit, theme)} .config=${{ displayModeBar: false }}
          .onPoint=${(point: PlotPoint) => { this.onCell(Number(point.y), Number(point.x)); }}></sl-plot>
        <table class="matrix-table" aria-label="Confusion matrix">
          <caption>Rows are labels, columns predictions${unit === 'rows' ? ', in % of the row' : ''}. A cell opens its stickers.</caption>
          <thead><tr><th scope="col">label</th>${classes.map((name) => html`<th scope="col">${name}</th>`)}</tr></thead>
          <tbody>${texts.map((row, label) => html`<tr>
            <th scope="row">${classes[label]}</th>
            ${row.map((text, prediction) => html`<td class=${label === prediction ? 'diagonal' : ''}><button type="button" class="cell-button"
              data-cell="${label},${prediction}" data-count=${confusion[label][prediction]}
              aria-label="${classes[label]} predicted as ${classes[prediction]}: ${text}${unit === 'rows' ? ' %' : ' stickers'}"
              @click=${() => { this.onCell(label, prediction); }}>${text}</button></td>`)}
          </tr>`)}</tbody>
        </table>
      </div>`;
  }
}
