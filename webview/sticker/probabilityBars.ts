import { html, nothing, type TemplateResult } from 'lit';
import { emotionColor } from '../ui/emotionColor.ts';
import { formatPercent } from '../ui/formatNumber.ts';

/**
 * The model's probability of each of its classes as a bar, the predicted one and the sticker's own label marked; colours are those of the dataset's classes.
 * `before`: other probabilities of the same classes, which these are compared with.
 */
export function probabilityBars(
  probabilities: readonly number[], labelName: string | null, classes: readonly string[], datasetClasses: readonly string[], before: readonly number[] | null = null,
): TemplateResult {
  const label = labelName === null ? -1 : classes.indexOf(labelName);
  const predicted = probabilities.indexOf(Math.max(...probabilities));
  return html`${probabilities.every(Number.isFinite) ? nothing : html`<p class="note" data-testid="no-numbers">Probabilities of the model are no finite numbers: they are drawn as 0.</p>`}
    <div class="probabilities" ?data-compared=${before !== null} role="list" aria-label="Probabilities">${probabilities.map((share, index) => html`
    <div class="probability" role="listitem" data-testid="probability" data-label=${index} data-probability=${share}
      data-predicted=${index === predicted ? 'true' : nothing} data-true=${index === label ? 'true' : nothing}>
      <span class="probability-name">${classes[index] ?? `class ${index}`}</span>
      <span class="probability-track" aria-hidden="true"><span class="probability-bar" style="width:${(share * 100).toFixed(1)}%;background:${colorOf(classes[index], datasetClasses)}"></span>
        ${before ? html`<span class="probability-before" style="left:${(before[index] * 100).toFixed(1)}%"></span>` : nothing}</span>
      <span class="probability-value">${formatPercent(share)}</span>
      ${before ? html`<span class="probability-change" data-testid="probability-change">${changeText(share - before[index])}</span>` : nothing}
      <span class="probability-marks">${index === predicted ? html`<span class="tag ${predicted === label ? 'mark-right' : 'mark-wrong'}">${predicted === label ? '✓' : '✗'} predicted</span>` : nothing}
        ${index === label ? html`<span class="tag">label</span>` : nothing}</span>
    </div>`)}</div>`;
}

/** In percentage points: "+12.3", "−0.4", "0.0" */
function changeText(change: number): string {
  const points = (Math.abs(change) * 100).toFixed(1);
  return points === '0.0' ? points : `${change > 0 ? '+' : '−'}${points}`;
}

const colorOf = (name: string, datasetClasses: readonly string[]): string => {
  const label = datasetClasses.indexOf(name);
  return label < 0 ? 'var(--vscode-disabledForeground)' : emotionColor(label);
};
