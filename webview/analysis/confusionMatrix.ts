import { html, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type { Figure } from '../plots/exportFigure.ts';
import type { PlotTheme } from '../plots/plotTheme.ts';
import '../plots/plotView.ts';
import type { PlotPoint } from '../plots/plotView.ts';
import { LightElement } from '../ui/lightElement.ts';
import { toggleGroup } from '../ui/toggleGroup.ts';
import { cellTexts, confusionPlot, type CellUnit, type ColorScale, type MatrixView } from './confusionPlot.ts';
import { figureButtons, type SaveFigure } from '../plots/figureButtons.ts';
import { matrixFigure } from './matrixFigure.ts';
import type { Cells } from './mistakes.ts';

const units: readonly { value: CellUnit; label: string }[] = [{ value: 'counts', label: 'counts' }, { value: 'rows', label: 'row %' }, { value: 'columns', label: 'column %' }];
const unitWords: Readonly<Record<CellUnit, string>> = { counts: '', rows: ', in % of the row', columns: ', in % of the column' };

/** The confusion matrix as a picture and as a table of buttons; either way a cell can be opened, and in the table a row or a column. */
@customElement('sl-confusion-matrix')
export class ConfusionMatrix extends LightElement {
  @property({ attribute: false }) confusion: readonly (readonly number[])[] = [];
  @property({ attribute: false }) classes: readonly string[] = [];
  @property({ attribute: false }) marked: readonly (readonly number[])[] = [];
  @property({ attribute: false }) onCells: (cells: Cells) => void = () => {};
  @property({ attribute: false }) onSave: SaveFigure = () => {};
  @state() private unit: CellUnit = 'counts';
  @state() private scale: ColorScale = 'linear';

  protected override render(): TemplateResult {
    const { confusion, classes, unit, scale, marked } = this;
    const view: MatrixView = { confusion, classes, unit, scale, marked };
    return html`<div class="toolbar spread">
        <h2>Confusion matrix</h2>
        <div class="toolbar">
          ${toggleGroup({ label: 'Cells show', testId: 'matrix-unit', chosen: [unit], options: units, onToggle: (value) => { this.unit = value; } })}
          ${toggleGroup<ColorScale>({ label: 'Colour follows', testId: 'matrix-scale', chosen: [scale], onToggle: (value) => { this.scale = value; },
            options: [{ value: 'linear', label: 'linear colour' }, { value: 'log', label: 'log colour' }] })}
          ${figureButtons('the confusion matrix', 'matrix', (format) => { this.onSave((caption): Figure => matrixFigure({ ...view, marked: [] }, caption), 'confusion', format); })}
        </div>
      </div>
      <div class="matrix">
        <sl-plot class="matrix-plot" data-testid="confusion-matrix" label="Confusion matrix, the same as in the table beside it"
          .draw=${(theme: PlotTheme) => confusionPlot(view, theme)} .config=${{ displayModeBar: false }}
          .onPoint=${(point: PlotPoint) => { this.onCells({ label: Number(point.y), prediction: Number(point.x) }); }}></sl-plot>
        ${this.table(cellTexts(confusion, unit))}
      </div>`;
  }

  private table(texts: readonly (readonly string[])[]): TemplateResult {
    const { confusion, classes, unit, marked } = this;
    return html`<table class="matrix-table" aria-label="Confusion matrix">
      <caption>Rows are labels, columns predictions${unitWords[unit]}. A cell, a row's or a column's name opens its stickers.</caption>
      <thead><tr><th scope="col">label</th>${classes.map((name, prediction) => html`<th scope="col"><button type="button" class="cell-button" data-column=${prediction}
        aria-label="All predicted as ${name}" @click=${() => { this.onCells({ label: null, prediction }); }}>${name}</button></th>`)}</tr></thead>
      <tbody>${texts.map((row, label) => html`<tr>
        <th scope="row"><button type="button" class="cell-button" data-row=${label} aria-label="All labelled ${classes[label]}"
          @click=${() => { this.onCells({ label, prediction: null }); }}>${classes[label]}</button></th>
        ${row.map((text, prediction) => {
          const selected = marked[label]?.[prediction] ?? 0;
          return html`<td class=${label === prediction ? 'diagonal' : ''}><button type="button" class="cell-button ${selected > 0 ? 'marked' : ''}"
            data-cell="${label},${prediction}" data-count=${confusion[label][prediction]}
            aria-label="${classes[label]} predicted as ${classes[prediction]}: ${text}${unit === 'counts' ? ' stickers' : ' %'}${selected > 0 ? `, ${selected} of them selected` : ''}"
            @click=${() => { this.onCells({ label, prediction }); }}>${text}</button></td>`;
        })}
      </tr>`)}</tbody>
    </table>`;
  }
}
