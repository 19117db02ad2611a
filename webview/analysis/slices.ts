import { html, type TemplateResult } from 'lit';
import type { SliceGroup, SliceScores } from '../../extension/protocol/engine.ts';
import { formatCount, formatPercent } from '../ui/formatNumber.ts';
import { formatInterval } from './scores.ts';

/** The scores of parts of the split; a value's name opens its stickers. */
export function sliceTable(groups: readonly SliceGroup[], onSlice: (group: SliceGroup, slice: SliceScores) => void): TemplateResult {
  return html`<table class="wide-table" data-testid="slice-table">
    <caption>Parts of the split, scored by themselves. A value's name opens its stickers, the surest mistakes first.</caption>
    <thead><tr><th scope="col">value</th><th scope="col">stickers</th><th scope="col">accuracy</th><th scope="col">weighted F1</th><th scope="col">macro F1</th></tr></thead>
    ${groups.map((group, index) => html`<tbody>
      <tr><th scope="rowgroup" colspan="5" class="group-heading">${group.name} <span class="muted">${group.meaning}</span></th></tr>
      ${group.slices.map((slice) => html`<tr>
        <th scope="row"><button type="button" class="cell-button" data-slice="${index},${slice.value}" @click=${() => { onSlice(group, slice); }}>${slice.value}</button></th>
        <td>${formatCount(slice.stickers)}</td>
        <td>${formatPercent(slice.accuracy)}<div class="interval">${formatInterval(slice.accuracyInterval)}</div></td>
        <td>${formatPercent(slice.weighted.f1)}</td><td>${formatPercent(slice.macro.f1)}</td>
      </tr>`)}
    </tbody>`)}
  </table>`;
}
