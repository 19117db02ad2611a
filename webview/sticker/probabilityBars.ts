import { html, nothing, type TemplateResult } from 'lit';
import { emotionColor } from '../ui/emotionColor.ts';
import { formatPercent } from '../ui/formatNumber.ts';

/** The model's probability of each class as a bar, the predicted one and the sticker's own label marked. */
export function probabilityBars(probabilities: readonly number[], label: number | null, classes: readonly string[]): TemplateResult {
  const predicted = probabilities.indexOf(Math.max(...probabilities));
  return html`<div class="probabilities" role="list" aria-label="Probabilities">${probabilities.map((share, index) => html`
    <div class="probability" role="listitem" data-testid="probability" data-label=${index} data-probability=${share}
      data-predicted=${index === predicted ? 'true' : nothing} data-true=${index === label ? 'true' : nothing}>
      <span class="probability-name">${classes[index] ?? `class ${index}`}</span>
      <span class="probability-track" aria-hidden="true"><span class="probability-bar" style="width:${(share * 100).toFixed(1)}%;background:${emotionColor(index)}"></span></span>
      <span class="probability-value">${formatPercent(share)}</span>
      <span class="probability-marks">${index === predicted ? html`<span class="tag ${predicted === label ? 'mark-right' : 'mark-wrong'}">${predicted === label ? '✓' : '✗'} predicted</span>` : nothing}
        ${index === label ? html`<span class="tag">label</span>` : nothing}</span>
    </div>`)}</div>`;
}
