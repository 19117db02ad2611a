import { html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { runsDidCompare, showGallery, showRun, trainOn } from '../../extension/protocol/actions.ts';
import { descriptionsDidChange } from '../../extension/protocol/board.ts';
import type { RunRow, RunView, Split } from '../../extension/protocol/engine.ts';
import { runsDidChange, selection } from '../../extension/protocol/events.ts';
import type { RequestFailure } from '../../extension/protocol/failure.ts';
import type { RunsState } from '../../extension/protocol/panels.ts';
import type { Host } from '../host/host.ts';
import { LatestTask } from '../host/latestTask.ts';
import type { PlotTheme } from '../plots/plotTheme.ts';
import '../plots/plotView.ts';
import { emptyState } from '../ui/emptyState.ts';
import { errorNotice } from '../ui/errorNotice.ts';
import { toFailure } from '../ui/failure.ts';
import { button, waiting } from '../ui/kit.ts';
import { LightElement } from '../ui/lightElement.ts';
import { toggleGroup } from '../ui/toggleGroup.ts';
import { mostSettings, parallelPlot } from './parallelPlot.ts';
import { choose, sortRows, varyingSettings, type Sorting } from './runColumns.ts';
import './runComparison.ts';
import { runTable } from './runTable.ts';

const splits: readonly Split[] = ['validation', 'test', 'train'];
/** Milliseconds: texts change four times a second during a batch. */
const gathering = 2000;

/** A dataset's runs, and two of them compared. */
@customElement('sl-runs-panel')
export class RunsPanel extends LightElement {
  @property({ attribute: false }) host!: Host;
  @property({ attribute: false }) panel!: RunsState;

  @state() private rows: readonly RunRow[] | null = null;
  @state() private chosen: readonly [string | null, string | null] = [null, null];
  @state() private split: Split = 'test';
  @state() private sorting: Sorting = { by: 'created', descending: true };
  @state() private failure: RequestFailure | null = null;
  @state() private marked: ReadonlySet<string> = new Set();
  private timer: number | undefined;
  private readonly task = new LatestTask();
  private readonly stop: (() => void)[] = [];

  override connectedCallback(): void {
    super.connectedCallback();
    this.stop.push(
      this.host.listen(runsDidChange, ({ run }) => { this.runChanged(run); }),
      this.host.listen(selection, ({ ids }) => { this.marked = new Set(ids); }),
      this.host.listen(descriptionsDidChange, () => {
        window.clearTimeout(this.timer);
        this.timer = window.setTimeout(() => { this.read(); }, gathering);
      }),
    );
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    for (const stop of this.stop.splice(0)) stop();
    window.clearTimeout(this.timer);
    this.task.cancel();
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (!changed.has('panel')) return;
    const { first, second, split, selected } = this.panel;
    this.chosen = [first, second];
    this.split = split;
    this.marked = new Set(selected);
    this.read();
  }

  protected override render(): TemplateResult {
    return html`<div class="page">
      <div class="toolbar spread">
        <h1>Runs of ${this.panel.dataset.name}</h1>
        ${toggleGroup({ label: 'Split', testId: 'runs-split', chosen: [this.split], options: splits.map((split) => ({ value: split, label: split })),
          onToggle: (split) => { if (split !== this.split) this.compare(this.chosen, split); } })}
      </div>
      ${this.failure ? errorNotice(this.failure, button({ label: 'Try Again', onClick: () => { this.read(); } })) : nothing}
      ${this.rows ? this.table(this.rows) : this.failure ? nothing : waiting('Reading the runs')}
    </div>`;
  }

  private table(rows: readonly RunRow[]): TemplateResult {
    const { root } = this.panel.dataset;
    if (rows.length === 0) return emptyState('This dataset has no runs yet.', button({ label: 'Train', primary: true, testId: 'train', onClick: () => { this.host.tell(trainOn, { root }); } }));
    const settings = varyingSettings(rows);
    const pair = this.chosen.map((run) => rows.find((row) => row.run.run === run));
    return html`
      ${runTable({
        rows: sortRows(rows, this.split, this.sorting), split: this.split, sorting: this.sorting, settings, chosen: this.chosen,
        onSort: (by) => { this.sorting = { by, descending: this.sorting.by === by ? !this.sorting.descending : by !== 'name' }; },
        onChoose: (run) => { this.compare(choose(this.chosen, run), this.split); },
        onOpen: (run) => { this.host.tell(showRun, { run }); },
      })}
      ${this.parallel(rows, settings)}
      ${pair[0] && pair[1]
        ? html`<sl-run-comparison .host=${this.host} .root=${root} .first=${pair[0]} .second=${pair[1]} .split=${this.split} .marked=${this.marked}
          .onOpen=${(ids: readonly string[], reason: string) => { this.openStickers(ids, reason); }}
          .onSwap=${() => { this.compare([this.chosen[1], this.chosen[0]], this.split); }} .onComputed=${() => { this.read(); }}></sl-run-comparison>`
        : emptyState(this.hint(rows, pair))}`;
  }

  private hint(rows: readonly RunRow[], pair: readonly (RunRow | undefined)[]): string {
    const gone = this.chosen.some((run, index) => run !== null && pair[index] === undefined);
    if (gone) return 'A run of this comparison is no longer there. Choose two runs above.';
    if (rows.length === 1) return 'There is one run: a second one can be compared with it.';
    return pair.some(Boolean) ? 'Choose a second run to compare it with.' : 'Choose two runs to compare them.';
  }

  /** Settings and scores of the runs that have some. */
  private parallel(rows: readonly RunRow[], settings: readonly string[]): TemplateResult | typeof nothing {
    const scored = rows.filter(({ scores }) => scores[this.split] !== null);
    if (scored.length < 2) return nothing;
    const notes = [
      ...(scored.length < rows.length ? [`Runs without scores on the ${this.split} split are not drawn: ${rows.length - scored.length}.`] : []),
      ...(settings.length > mostSettings ? [`The first ${mostSettings} of ${settings.length} settings that differ are drawn.`] : []),
    ];
    return html`<h2>Settings and scores</h2>
      <p class="muted">A line is a run; drag along an axis to keep those that pass there. ${notes.join(' ')}</p>
      <div class="runs-scroller"><sl-plot class="parallel-plot" data-testid="parallel-plot" label="Settings and scores of the runs, the same as in the table above"
        .draw=${(theme: PlotTheme) => parallelPlot(scored, settings, this.split, this.chosen, theme)} .config=${{ displayModeBar: false }}></sl-plot></div>`;
  }

  private openStickers(ids: readonly string[], reason: string): void {
    const { root } = this.panel.dataset;
    this.marked = new Set(ids);
    this.host.tell(selection, { root, ids });
    this.host.tell(showGallery, { root, filter: { selection: { ids, reason } }, run: this.chosen[1] });
  }

  private compare(chosen: readonly [string | null, string | null], split: Split): void {
    this.chosen = chosen;
    this.split = split;
    this.host.tell(runsDidCompare, { root: this.panel.dataset.root, first: chosen[0], second: chosen[1], split });
  }

  /** Progress within a training changes no row; new results, a new state or a new run do. */
  private runChanged(run: RunView): void {
    const known = this.rows?.find((row) => row.run.run === run.run)?.run;
    if (known?.state !== run.state || known.predicted.join() !== run.predicted.join()) this.read();
  }

  /** What is shown stays until the answer comes. */
  private read(): void {
    this.failure = null;
    this.task.start((signal) => this.host.engine('runs/table', { root: this.panel.dataset.root }, signal),
      ({ rows }) => { this.rows = rows; }, (reason) => { this.failure = toFailure(reason); });
  }
}
