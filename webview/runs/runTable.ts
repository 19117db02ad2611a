import { html, nothing, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import type { RunRow, Split } from '../../extension/protocol/engine.ts';
import { formatPercent } from '../ui/formatNumber.ts';
import { formatTime } from '../ui/formatTime.ts';
import { checkbox } from '../ui/kit.ts';
import { metrics, type Sorting } from './runColumns.ts';

export interface RunTableConfig {
  /** In the order shown. */
  readonly rows: readonly RunRow[];
  readonly split: Split;
  readonly sorting: Sorting;
  /** The settings that have columns. */
  readonly settings: readonly string[];
  /** The first and the second run of the comparison. */
  readonly chosen: readonly (string | null)[];
  readonly onSort: (by: Sorting['by']) => void;
  readonly onChoose: (run: string) => void;
  readonly onOpen: (run: string) => void;
}

/** A run a row, with a checkbox that chooses it; the arrow keys go from one checkbox to the next. */
export function runTable(config: RunTableConfig): TemplateResult {
  const { rows, split, settings } = config;
  return html`<div class="runs-scroller"><table class="runs-table" data-testid="runs-table" aria-label="Runs" @keydown=${moveFocus}>
    <thead><tr>
      ${sortHeader(config, 'name', 'run')}${sortHeader(config, 'created', 'created')}<th scope="col">state</th>
      ${metrics.map(({ key, name }) => sortHeader(config, key, `${name}, ${split}`))}
      ${settings.map((name) => html`<th scope="col" class="setting">${name}</th>`)}
    </tr></thead>
    <tbody>${repeat(rows, ({ run }) => run.run, (row) => runRow(config, row))}</tbody>
  </table></div>`;
}

function sortHeader({ sorting, onSort }: RunTableConfig, by: Sorting['by'], label: string): TemplateResult {
  const sorted = sorting.by === by;
  return html`<th scope="col" aria-sort=${sorted ? (sorting.descending ? 'descending' : 'ascending') : 'none'}>
    <button type="button" class="cell-button" data-sort=${by} @click=${() => { onSort(by); }}>${label}<span aria-hidden="true">${sorted ? (sorting.descending ? ' ▾' : ' ▴') : ''}</span></button>
  </th>`;
}

function runRow({ split, settings, chosen, onChoose, onOpen }: RunTableConfig, row: RunRow): TemplateResult {
  const { run } = row;
  const place = chosen.indexOf(run.run);
  return html`<tr data-run=${run.name} class=${place < 0 ? '' : 'chosen'}>
    <th scope="row">
      ${checkbox({ label: run.name, checked: place >= 0, onChange: () => { onChoose(run.run); } })}
      ${place < 0 ? nothing : html`<span class="place place-${place}">${place === 0 ? 'first' : 'second'}</span>`}
      ${run.trouble === undefined ? nothing : html`<div class="trouble">${run.trouble}</div>`}
      ${run.notes.length === 0 ? nothing : html`<details class="run-notes"><summary>${run.notes.length === 1 ? '1 note' : `${run.notes.length} notes`}</summary>${run.notes.map((note) => html`<p>${note}</p>`)}</details>`}
    </th>
    <td>${formatTime(Date.parse(run.created))}</td>
    <td><button type="button" class="count-link" aria-label="Show the run ${run.name}" @click=${() => { onOpen(run.run); }}>${run.state}</button></td>
    ${metrics.map(({ key }) => html`<td>${row.scores[split] ? formatPercent(row.scores[split][key]) : html`<span class="muted">none</span>`}</td>`)}
    ${settings.map((name) => html`<td class="setting">${row.settings[name] ?? ''}</td>`)}
  </tr>`;
}

function moveFocus(event: KeyboardEvent): void {
  const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
  if (step === 0 || !(event.target instanceof HTMLElement)) return;
  const all = [...(event.currentTarget as HTMLElement).querySelectorAll<HTMLElement>('vscode-checkbox')];
  const at = all.indexOf(event.target);
  if (at < 0) return;
  event.preventDefault();
  all[at + step]?.focus();
}
