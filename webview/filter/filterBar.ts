import { html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type { DatasetView, RunView, ShownState, Split, StickerFilter, View } from '../../extension/protocol/engine.ts';
import { shownStates, stateMeanings, views, viewTitles } from '../ui/descriptionWords.ts';
import { formatCount } from '../ui/formatNumber.ts';
import { button, dropdown, textField } from '../ui/kit.ts';
import { LightElement } from '../ui/lightElement.ts';
import { toggleGroup } from '../ui/toggleGroup.ts';
import { verdictMeanings, verdicts, verdictTitles } from '../ui/verdictWords.ts';
import { isUnfiltered, toggled, withCondition } from './filterConditions.ts';

const splits: readonly Split[] = ['train', 'validation', 'test'];
const searchDelay = 250;

/** Which stickers a panel shows. Owns nothing but the search text while it is being typed, and the view whose states are asked for while none is. */
@customElement('sl-filter-bar')
export class FilterBar extends LightElement {
  @property({ attribute: false }) datasetView!: DatasetView;
  @property({ attribute: false }) filter: StickerFilter = {};
  @property({ attribute: false }) run: string | null = null;
  @property({ attribute: false }) runs: readonly RunView[] = [];
  /** Stickers that pass the filter; null while that is not known. */
  @property({ attribute: false }) total: number | null = null;
  @property({ attribute: false }) onFilter: (filter: StickerFilter, run: string | null) => void = () => {};

  @state() private search = '';
  @state() private view: View | null = null;
  private timer: number | undefined;

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    window.clearTimeout(this.timer);
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (!changed.has('filter')) return;
    if (this.filter.descriptions) this.view = this.filter.descriptions.view;
    if (this.timer === undefined) this.search = this.filter.search ?? '';
  }

  protected override render(): TemplateResult {
    const { filter, datasetView: dataset } = this;
    return html`<div class="toolbar" role="search" aria-label="Filters">
      ${textField({ label: 'Search stickers', value: this.search, placeholder: 'Search text, descriptions, file names', testId: 'gallery-search',
        onInput: (text) => { this.typed(text); } })}
      ${toggleGroup({ label: 'Splits', testId: 'split-filter', chosen: filter.splits ?? [],
        options: splits.filter((split) => sum(dataset.counts[split]) > 0).map((split) => ({ value: split, label: split, title: `${formatCount(sum(dataset.counts[split]))} stickers` })),
        onToggle: (split) => { this.change('splits', toggled(filter.splits, split)); } })}
      ${toggleGroup({ label: 'Emotions', testId: 'emotion-filter', chosen: filter.labels ?? [],
        options: dataset.classes.map((name, label) => ({ value: label, label: name, color: label })),
        onToggle: (label) => { this.change('labels', toggled(filter.labels, label)); } })}
      ${this.runs.length > 0 ? this.predictions() : nothing}
    </div>
    <div class="filter-more">${this.descriptionStates()}${this.verdicts()}</div>
    <div class="toolbar toolbar-status">
      <span data-testid="gallery-count" role="status">${this.total === null ? 'Reading' : `${formatCount(this.total)} of ${formatCount(dataset.stickers)} stickers`}</span>
      ${filter.selection ? this.selectionChip(filter.selection.reason) : nothing}
      ${isUnfiltered(filter) ? nothing : button({ label: 'Clear Filters', testId: 'clear-filters', onClick: () => { this.onFilter({}, this.run); } })}
      ${dataset.notes.length === 0 ? nothing : html`<details data-testid="dataset-notes"><summary>How this dataset was read</summary>
        ${dataset.notes.map((note) => html`<p class="note">${note}</p>`)}</details>`}
    </div>`;
  }

  private descriptionStates(): TemplateResult {
    const chosen = this.filter.descriptions?.states;
    const change = (states: readonly ShownState[] | undefined, view: View | null): void => {
      this.view = view;
      this.change('descriptions', states && { states, view });
    };
    const named = chosen ? `${this.view ? viewTitles[this.view] : 'any view'}: ${chosen.join(', ')}` : 'any state';
    return html`<details data-testid="state-filters"><summary>Descriptions: ${named}</summary><div class="toolbar">
    ${dropdown({ label: 'View whose state is asked for', value: this.view ?? '', testId: 'state-view-filter',
      options: [{ value: '', label: 'Any view' }, ...views.map((view) => ({ value: view, label: viewTitles[view] }))],
      onChange: (value) => { change(chosen, views.find((view) => view === value) ?? null); } })}
    ${toggleGroup({ label: 'States of descriptions', testId: 'state-filter', chosen: chosen ?? [],
      options: shownStates.map((shown) => ({ value: shown, label: shown, title: stateMeanings[shown] })),
      onToggle: (shown) => { change(toggled(chosen, shown), this.view); } })}
    </div></details>`;
  }

  private verdicts(): TemplateResult {
    const chosen = this.filter.verdicts;
    return html`<details data-testid="verdict-filters"><summary>Verdicts: ${chosen ? chosen.map((verdict) => verdictTitles[verdict]).join(', ') : 'any'}</summary><div class="toolbar">
    ${toggleGroup({ label: 'Verdicts', testId: 'verdict-filter', chosen: chosen ?? [],
      options: verdicts.map((verdict) => ({ value: verdict, label: verdictTitles[verdict], title: verdictMeanings[verdict] })),
      onToggle: (verdict) => { this.change('verdicts', toggled(chosen, verdict)); } })}
    </div></details>`;
  }

  private predictions(): TemplateResult {
    const chosen = this.run ?? '';
    const run = this.run;
    return html`${dropdown({ label: 'Run whose predictions are shown', value: chosen, testId: 'run-filter',
      options: [{ value: '', label: 'No run' }, ...this.runs.map((each) => ({ value: each.run, label: each.name }))],
      onChange: (value) => { this.chooseRun(value === '' ? null : value); } })}
    ${run === null ? nothing : toggleGroup({ label: 'Prediction', testId: 'prediction-filter', chosen: [this.filter.prediction?.outcome ?? 'all'],
      options: [{ value: 'all', label: 'all' }, { value: 'right', label: '✓ right' }, { value: 'wrong', label: '✗ wrong' }],
      onToggle: (value) => { this.change('prediction', value === 'right' || value === 'wrong' ? { run, outcome: value } : undefined); } })}`;
  }

  private selectionChip(reason: string): TemplateResult {
    return html`<span class="chip chip-selection" data-testid="selection-reason">
      <span>${reason}</span>
      <button type="button" class="chip-clear" aria-label="Clear the selection" title="Clear the selection"
        @click=${() => { this.change('selection', undefined); }}>✕</button>
    </span>`;
  }

  private change<K extends keyof StickerFilter>(key: K, value: StickerFilter[K] | undefined): void {
    this.onFilter(withCondition(this.filter, key, value), this.run);
  }

  private chooseRun(run: string | null): void {
    const { prediction } = this.filter;
    this.onFilter(withCondition(this.filter, 'prediction', prediction && run !== null ? { ...prediction, run } : undefined), run);
  }

  private typed(text: string): void {
    this.search = text;
    window.clearTimeout(this.timer);
    this.timer = window.setTimeout(() => {
      this.timer = undefined;
      const wanted = text.trim();
      if (wanted !== (this.filter.search ?? '')) this.change('search', wanted === '' ? undefined : wanted);
    }, searchDelay);
  }
}

const sum = (counts: readonly number[]): number => counts.reduce((total, count) => total + count, 0);
