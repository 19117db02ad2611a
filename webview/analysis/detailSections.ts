import { html, nothing, type TemplateResult } from 'lit';
import type { EvaluationDetails, SliceGroup, SliceScores } from '../../extension/protocol/engine.ts';
import type { PlotTheme } from '../plots/plotTheme.ts';
import '../plots/plotView.ts';
import { fact } from '../ui/fact.ts';
import { formatCount, formatPercent } from '../ui/formatNumber.ts';
import { calibrationPlot } from './calibrationPlot.ts';
import { figureButtons, type SaveFigure } from '../plots/figureButtons.ts';
import { calibrationFigure } from './reportFigures.ts';
import { sliceTable } from './slices.ts';

/** Agreement, calibration and slices. */
export function detailSections(details: EvaluationDetails, onSave: SaveFigure, onSlice: (group: SliceGroup, slice: SliceScores) => void): TemplateResult {
  const { calibration, kappa, votesKappa, slices } = details;
  return html`<h2>Agreement</h2>
    <dl class="facts">
      ${fact('Cohen\'s kappa, labels and predictions', kappa === null ? 'none: labels and predictions know one class only' : kappa.toFixed(3), 'kappa')}
      ${fact('Fleiss\' kappa, annotators', votesKappa === null ? 'no votes, or not as many for each' : votesKappa.toFixed(3), 'votes-kappa')}
    </dl>
    <div class="toolbar spread"><h2>Calibration</h2>
      <div class="toolbar">${figureButtons('the calibration curve', 'calibration', (format) => { onSave((caption) => calibrationFigure(details, caption), 'calibration', format); })}</div></div>
    <dl class="facts">
      ${fact('expected error', formatPercent(calibration.expectedError), 'expected-error')}
      ${fact('maximum error', formatPercent(calibration.maximumError), 'maximum-error')}
      ${fact('Brier score', calibration.brier.toFixed(3), 'brier')}
    </dl>
    <div class="beside">
      <sl-plot class="calibration-plot" data-testid="calibration-plot" label="Calibration curve, the same as in the table beside it" .draw=${(theme: PlotTheme) => calibrationPlot(calibration, theme)} .config=${{ displayModeBar: false }}></sl-plot>
      <table data-testid="calibration-table"><caption>Predictions by their highest probability; bins without stickers are left out.</caption>
        <thead><tr><th scope="col">probability</th><th scope="col">stickers</th><th scope="col">mean</th><th scope="col">accuracy</th></tr></thead>
        <tbody>${calibration.bins.filter(({ stickers }) => stickers > 0).map(({ from, to, stickers, confidence, accuracy }) => html`<tr>
          <th scope="row">${from.toFixed(2)} to ${to.toFixed(2)}</th><td>${formatCount(stickers)}</td><td>${formatPercent(confidence)}</td><td>${formatPercent(accuracy)}</td></tr>`)}</tbody>
      </table>
    </div>
    ${slices.length === 0 ? nothing : html`<h2>Slices</h2>${sliceTable(slices, onSlice)}`}`;
}
