import { html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { guard } from 'lit/directives/guard.js';
import { exportReport, saveFile, showGallery } from '../../extension/protocol/actions.ts';
import type { EvaluationDetails, RunRow, RunView } from '../../extension/protocol/engine.ts';
import { selection } from '../../extension/protocol/events.ts';
import type { RequestFailure } from '../../extension/protocol/failure.ts';
import type { Host } from '../host/host.ts';
import { LatestTask } from '../host/latestTask.ts';
import { figurePng, figureSvg } from '../plots/exportFigure.ts';
import type { PlotTheme } from '../plots/plotTheme.ts';
import '../plots/plotView.ts';
import { errorNotice } from '../ui/errorNotice.ts';
import { toFailure } from '../ui/failure.ts';
import { formatCount } from '../ui/formatNumber.ts';
import { button, waiting } from '../ui/kit.ts';
import { LightElement } from '../ui/lightElement.ts';
import { classScoresPlot } from './classScoresPlot.ts';
import './confusionMatrix.ts';
import { detailSections } from './detailSections.ts';
import type { Evaluated } from './evaluated.ts';
import { figureButtons, type SaveFigure } from '../plots/figureButtons.ts';
import { figureCaption } from './figureCaption.ts';
import './meanAttention.ts';
import { cellsName, markedCells, surestFirst, whyNone, within, type Cells } from './mistakes.ts';
import { publishedFigure, publishedTable, type Published } from './publishedTable.ts';
import { classesFigure, reportFigures } from './reportFigures.ts';
import { classTable, scoreCards } from './scores.ts';

/** What is computed after the matrix is seen. */
interface Further {
  readonly details: EvaluationDetails;
  readonly published: Published | null;
}

/** Stickers that were opened in the gallery, and what they have in common. */
interface OpenedStickers {
  readonly ids: readonly string[];
  readonly what: string;
}

const tables = {
  scores: { what: 'the scores', file: 'scores', activity: 'Computing the intervals' },
  published: { what: 'the paper\'s table with this run', file: 'beside-the-paper', activity: 'Writing the table' },
} as const;
type Table = keyof typeof tables;

/** One evaluation: scores, mistakes, calibration, slices, and what can be taken out of VS Code. */
@customElement('sl-evaluation')
export class EvaluationView extends LightElement {
  @property({ attribute: false }) host!: Host;
  @property() root = '';
  @property({ attribute: false }) run!: RunView;
  @property({ attribute: false }) evaluated!: Evaluated;
  @property({ attribute: false }) marked: ReadonlySet<string> = new Set();
  @property({ attribute: false }) onMark: (ids: readonly string[]) => void = () => {};

  @state() private further: Further | null = null;
  @state() private furtherFailure: RequestFailure | null = null;
  @state() private opened: OpenedStickers | null = null;
  @state() private notice = '';
  @state() private saving = '';
  @state() private saveFailure: RequestFailure | null = null;
  private readonly furtherTask = new LatestTask();
  private readonly openTask = new LatestTask();
  private readonly saveTask = new LatestTask();
  private settings: RunRow['settings'] | null = null;
  /** Those of the shared selection that this split has. */
  private selected: readonly string[] = [];

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    for (const task of [this.furtherTask, this.openTask, this.saveTask]) task.cancel();
    this.saving = '';
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('evaluated') || changed.has('marked')) this.selected = surestFirst(this.evaluated.predictions.filter(({ id }) => this.marked.has(id)));
    if (!changed.has('evaluated')) return;
    if (changed.get('evaluated')?.key.run !== this.evaluated.key.run) this.settings = null;
    this.further = null;
    this.opened = null;
    this.notice = '';
    this.readFurther();
  }

  /** Plots are drawn again only where what they show changes: the selection moves with every arrow key in the gallery. */
  protected override render(): TemplateResult {
    const { evaluated: { report, predictions }, further } = this;
    const details = further?.details ?? null;
    return html`${scoreCards(report, details)}
      <div class="toolbar">${button({ label: 'Export Report', testId: 'export-report', disabled: this.saving !== '', onClick: () => { this.exportReport(); } })}</div>
      ${this.saving === '' ? nothing : waiting(this.saving, button({ label: 'Cancel', onClick: () => { this.saveTask.cancel(); this.saving = ''; } }))}
      ${this.saveFailure ? errorNotice(this.saveFailure) : nothing}
      ${details?.remarks.map((remark) => html`<p class="note" data-testid="remark">${remark}</p>`) ?? nothing}
      ${guard([this.evaluated, this.marked], () => html`<sl-confusion-matrix .confusion=${report.confusion} .classes=${this.classes}
        .marked=${markedCells(predictions, this.marked, this.classes.length)} .onCells=${(cells: Cells) => { this.openCells(cells); }} .onSave=${this.saveFigure}></sl-confusion-matrix>`)}
      <p class="muted" role="status" data-testid="cell-notice">${this.notice}</p>
      <sl-mean-attention .host=${this.host} root=${this.root} run=${this.run.run} .ids=${this.selected} what=${this.whatIsSelected} .onSave=${this.saveFigure}></sl-mean-attention>
      ${guard([this.evaluated, further, this.furtherFailure], () => html`${this.perClass(details)}${this.afterwards()}`)}`;
  }

  private get whatIsSelected(): string {
    return this.opened?.ids.length === this.selected.length && this.opened.ids.every((id) => this.marked.has(id)) ? this.opened.what : '';
  }

  /** In the paper's table: its figures are of a test split, and what is shown may be another. */
  private get ownName(): string {
    return `${this.run.name}, ${this.evaluated.key.split} split`;
  }

  private get classes(): readonly string[] {
    return this.evaluated.report.perClass.map(({ label }) => label);
  }

  /** The plot waits for the intervals, which it draws: before them it would only hold up the matrix. */
  private perClass(details: EvaluationDetails | null): TemplateResult {
    const { report } = this.evaluated;
    return html`<div class="toolbar spread"><h2>Per class</h2><div class="toolbar">
        ${this.tableButtons('scores')}
        ${figureButtons('the scores of each class', 'classes', (format) => { this.saveFigure((caption) => classesFigure(this.evaluated, details, caption), 'classes', format); })}
      </div></div>
      <div class="beside">${classTable(report, details)}
        ${this.further || this.furtherFailure ? html`<sl-plot class="class-plot" data-testid="class-plot" style="height: ${80 + report.perClass.length * 46}px" label="Scores of each class, the same as in the table beside it"
          .draw=${(theme: PlotTheme) => classScoresPlot(report, details, theme)} .config=${{ displayModeBar: false }}></sl-plot>` : nothing}</div>`;
  }

  private tableButtons(table: Table): TemplateResult {
    const save = (label: string, format: 'latex' | 'csv', ending: string): TemplateResult =>
      button({ label, title: `Save ${tables[table].what} as ${label}`, testId: `${table}-${format}`, onClick: () => { this.saveTable(table, format, ending); } });
    return html`${save('LaTeX', 'latex', 'tex')}${save('CSV', 'csv', 'csv')}`;
  }

  /** Everything that needs the details, or why there are none. */
  private afterwards(): TemplateResult {
    const { further } = this;
    if (this.furtherFailure) return errorNotice(this.furtherFailure, button({ label: 'Try Again', onClick: () => { this.readFurther(); } }));
    if (!further) return waiting('Computing intervals, calibration and slices');
    const { details, published } = further;
    return html`${published === null ? nothing : html`<div class="toolbar spread"><h2>Beside the paper</h2><div class="toolbar">${this.tableButtons('published')}
          ${figureButtons('the paper\'s table with this run', 'published', (format) => { this.saveFigure((caption) => publishedFigure(published, this.ownName, caption), 'beside-the-paper', format); })}</div></div>
        ${publishedTable(published, this.ownName)}`}
      ${detailSections(details, this.saveFigure, ({ name: group }, { value, ids }) => { this.openStickers(ids, `${group}: ${value}`, `No sticker of the ${this.evaluated.key.split} split has the value "${value}".`); })}`;
  }

  private openCells(cells: Cells): void {
    const { evaluated: { predictions, report, key }, classes } = this;
    const support = cells.label === null ? 0 : report.perClass[cells.label].support;
    this.openStickers(surestFirst(within(predictions, cells)), cellsName(cells, classes), whyNone(cells, classes, support, key.split));
  }

  /** Only stickers that the dataset still has are opened: an empty gallery would say nothing. */
  private openStickers(ids: readonly string[], what: string, none: string): void {
    this.opened = null;
    this.notice = ids.length === 0 ? none : '';
    this.openTask.cancel();
    if (ids.length === 0) return;
    const { root, run: { run, name } } = this;
    const reason = `${what}, run ${name}, ${this.evaluated.key.split} split`;
    this.openTask.start((signal) => this.host.engine('gallery/ids', { root, filter: { selection: { ids, reason } } }, signal), ({ ids: present }) => {
      const gone = ids.length - present.length;
      if (present.length === 0) {
        this.notice = `The dataset no longer has any of the ${formatCount(gone)} stickers ${what}.`;
        return;
      }
      this.notice = `${formatCount(present.length)} ${present.length === 1 ? 'sticker' : 'stickers'}: ${what}.${gone === 0 ? '' : ` ${formatCount(gone)} more ${gone === 1 ? 'is' : 'are'} no longer in the dataset.`}`;
      this.opened = { ids: present, what };
      this.onMark(present);
      this.host.tell(selection, { root, ids: present });
      this.host.tell(showGallery, { root, filter: { selection: { ids: present, reason } }, run });
    }, (failure) => { this.notice = toFailure(failure).message; });
  }

  /** Draws all figures and has the host ask for a place. */
  exportReport(): void {
    const { host, root, run, evaluated } = this;
    this.save('Drawing the report\'s figures', async (signal) => {
      const details = this.further?.details ?? await host.engine('evaluation/details', { ...evaluated.key, root }, signal);
      const figures = await reportFigures(host, root, run, evaluated, details, await this.caption(signal), signal);
      host.tell(exportReport, { ...evaluated.key, root, figures });
    });
  }

  private readonly saveFigure: SaveFigure = (make, name, format) => {
    this.save('Drawing the figure', async (signal) => {
      const figure = make(await this.caption(signal));
      const content = format === 'svg' ? await figureSvg(figure) : await figurePng(figure);
      signal.throwIfAborted();
      this.host.tell(saveFile, { name: this.fileName(name, format), title: 'Save Figure', content });
    });
  };

  private saveTable(table: Table, format: 'latex' | 'csv', ending: string): void {
    this.save(tables[table].activity, async (signal) => {
      const { text } = await this.host.engine('evaluation/table', { ...this.evaluated.key, root: this.root, table, format }, signal);
      this.host.tell(saveFile, { name: this.fileName(tables[table].file, ending), title: 'Save Table', content: text });
    });
  }

  private save(activity: string, work: (signal: AbortSignal) => Promise<void>): void {
    this.saving = activity;
    this.saveFailure = null;
    this.saveTask.start(work, () => { this.saving = ''; }, (reason) => { this.saving = ''; this.saveFailure = toFailure(reason); });
  }

  private fileName(what: string, ending: string): string {
    const { split, checkpoint } = this.evaluated.key;
    return `${this.run.name}-${split}-${checkpoint === 'best' ? '' : `${checkpoint}-`}${what}.${ending}`;
  }

  /** The run's settings are read once, and only where a figure is to name them. */
  private async caption(signal: AbortSignal): Promise<string> {
    const { root, run, evaluated } = this;
    this.settings ??= (await this.host.engine('runs/table', { root }, signal)).rows.find((row) => row.run.run === run.run)?.settings ?? {};
    return figureCaption(run, evaluated.key, this.settings, this.further?.details ?? null);
  }

  private readFurther(): void {
    this.furtherFailure = null;
    const key = { ...this.evaluated.key, root: this.root };
    this.furtherTask.start(async (signal) => {
      const [details, published] = await Promise.all([this.host.engine('evaluation/details', key, signal), this.host.engine('evaluation/published', key, signal)]);
      return { details, published };
    }, (further) => { this.further = further; }, (reason) => { this.furtherFailure = toFailure(reason); });
  }
}
