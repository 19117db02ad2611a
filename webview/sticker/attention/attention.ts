import { html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type { ExplanationView, RunView, StickerView } from '../../../extension/protocol/engine.ts';
import type { RequestFailure } from '../../../extension/protocol/failure.ts';
import type { Host } from '../../host/host.ts';
import { LatestTask } from '../../host/latestTask.ts';
import { errorNotice } from '../../ui/errorNotice.ts';
import { toFailure } from '../../ui/failure.ts';
import { button, waiting } from '../../ui/kit.ts';
import { LightElement } from '../../ui/lightElement.ts';
import { listenToKeys } from '../keys.ts';
import type { ShownPicture } from '../picture.ts';
import { againstWords, descriptionsFor } from './against.ts';
import { keepLook, keptLook, lookAfterKey, type AttentionLook } from './attentionLook.ts';
import { scaleOf, type DrawnHeat, type HeatScale } from './drawnHeat.ts';
import { Explanations } from './explanations.ts';
import { drawnHeat, heatColumn, stagesOf } from './heatColumn.ts';
import { lookControls } from './lookControls.ts';
import { textShares } from './textShares.ts';
import { viridisGradient } from './viridis.ts';

/** Where the model looks in a sticker, stage by stage, and beside it where it would without descriptions, or where another run does. */
@customElement('sl-attention')
export class Attention extends LightElement {
  @property({ attribute: false }) host!: Host;
  @property() root = '';
  @property() run = '';
  @property({ attribute: false }) sticker!: StickerView;
  @property({ attribute: false }) picture: ShownPicture | null = null;
  /** Called with the map that is to lie over the sticker's picture in the panel. The same function each time. */
  @property({ attribute: false }) onHeat: (heat: DrawnHeat | null) => void = () => {};
  @state() private look: AttentionLook = keptLook();
  @state() private isShown = true;
  @state() private target: number | null = null;
  @state() private otherRun: string | null = null;
  @state() private runs: readonly RunView[] | null = null;
  @state() private runsFailure: RequestFailure | null = null;
  private own!: Explanations;
  private other!: Explanations;
  private readonly listing = new LatestTask();
  private stop = (): void => {};

  override connectedCallback(): void {
    super.connectedCallback();
    const changed = (): void => { this.requestUpdate(); };
    this.own = new Explanations(this.host, changed);
    this.other = new Explanations(this.host, changed);
    this.stop = listenToKeys((event) => { this.pressed(event); });
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.stop();
    this.own.forget();
    this.other.forget();
    this.listing.cancel();
    this.onHeat(null);
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    const isOther = changed.has('run') || (changed.has('sticker') && changed.get('sticker')?.id !== this.sticker.id);
    if (isOther) this.target = null;
    if (isOther || (changed.has('sticker') && JSON.stringify(changed.get('sticker')?.descriptions) !== JSON.stringify(this.sticker.descriptions))) {
      this.own.forget();
      this.other.forget();
    }
    if (changed.has('root')) [this.runs, this.otherRun] = [null, null];
    if (this.look.against === 'run' && this.runs === null && !this.listing.running && !this.runsFailure) this.listRuns();
    const { root, run, sticker: { id } } = this;
    this.own.want({ root, run, id, descriptions: null, target: this.target });
    this.other.want(this.wantedBeside());
  }

  protected override updated(): void {
    const { own: { view }, look, sticker: { id } } = this;
    const [stage] = view && look.stage !== 'all' && this.isShown ? stagesOf(view, look) : [];
    this.onHeat(view && stage ? drawnHeat(id, view, stage, look, this.scale(view)) : null);
  }

  protected override render(): TemplateResult {
    const { own, other, look } = this;
    const picture = this.picture?.id === this.sticker.id ? this.picture : null;
    const column = (title: string, view: ExplanationView): TemplateResult => heatColumn({ title, view, look, scale: this.scale(own.view!), isShown: this.isShown, picture });
    return html`<div data-testid="attention" aria-busy=${own.view ? 'false' : 'true'}>
      ${lookControls({
        look, isShown: this.isShown, classes: own.view?.classes ?? [], target: this.target, runs: this.runs, otherRun: this.otherRun,
        onLook: (next) => { this.choose(next); }, onShow: (isShown) => { this.isShown = isShown; }, onTarget: (target) => { this.target = target; },
        onOtherRun: (run) => { this.otherRun = run === '' ? null : run; },
      })}
      ${own.failure ? this.failed(own) : own.view ? html`
        <div class="heat-columns">${column(this.titles()[0], own.view)}${look.against === 'nothing' ? nothing : this.beside(column)}</div>
        ${look.kind !== 'decision' && look.against !== 'nothing' && look.against !== 'run' ? html`<p class="note" data-testid="same-maps">Before the fusion the model sees no text: these maps are the same, and only the weights of the key tokens differ. The decision map shows what the texts change.</p>` : nothing}
        ${legend(this.scale(own.view))}
        ${textShares(own.view.texts, other.view?.texts ?? null, this.titles())}` : waiting('Looking at the sticker; the first time, the model is loaded too')}
    </div>`;
  }

  private beside(column: (title: string, view: ExplanationView) => TemplateResult): TemplateResult {
    const { other, look, runs } = this;
    if (look.against === 'run') {
      if (this.runsFailure) return errorNotice(this.runsFailure, button({ label: 'Try Again', onClick: () => { this.listRuns(); } }));
      if (runs?.length === 0) return html`<p class="muted" data-testid="no-other-run">The dataset has no other run that can be read.</p>`;
      if (this.otherRun === null) return html`<p class="muted">${runs ? 'Choose a run above, for example one trained without descriptions.' : ''}</p>`;
    }
    if (other.failure) return this.failed(other);
    return other.view ? column(this.titles()[1], other.view) : waiting('Looking again');
  }

  /** Of the sticker's own maps and of those beside them. */
  private titles(): [string, string] {
    const { look: { against }, runs, otherRun } = this;
    if (against === 'run') return ['This run', `Run ${runs?.find(({ run }) => run === otherRun)?.name ?? ''}`];
    return ['Own texts', againstWords(against).replace(/^./, (first) => first.toUpperCase())];
  }

  private failed(explanations: Explanations): TemplateResult {
    const again = (): void => {
      explanations.forget();
      this.requestUpdate();
    };
    return errorNotice(explanations.failure!, button({ label: 'Try Again', onClick: again }));
  }

  private wantedBeside(): Parameters<Explanations['want']>[0] {
    const { root, run, sticker: { id, descriptions }, look: { against }, otherRun } = this;
    const { view } = this.own;
    if (against === 'nothing' || !view) return null;
    if (against !== 'run') return { root, run, id, descriptions: descriptionsFor(against, descriptions), target: view.target };
    const other = this.runs?.find((one) => one.run === otherRun);
    if (!other) return null;
    const target = other.classes.indexOf(view.classes[view.target]);
    return { root, run: other.run, id, descriptions: null, target: target < 0 ? null : target };
  }

  /** One for all maps in sight, so that they can be compared. */
  private scale(own: ExplanationView): HeatScale {
    return scaleOf([own, ...(this.other.view ? [this.other.view] : [])].flatMap((view) => stagesOf(view, this.look)), this.look.kind);
  }

  private pressed(event: KeyboardEvent): void {
    const next = lookAfterKey(this.look, event.key);
    if (next) this.choose(next);
    else if (event.key === 'h') this.isShown = !this.isShown;
    else return;
    event.preventDefault();
  }

  private choose(look: AttentionLook): void {
    this.look = look;
    keepLook(look);
  }

  private listRuns(): void {
    this.runsFailure = null;
    this.listing.start((signal) => this.host.engine('runs/list', { root: this.root }, signal),
      (runs) => { this.runs = runs.filter(({ run, state: of }) => run !== this.run && of !== 'unreadable'); }, (reason) => { this.runsFailure = toFailure(reason); });
  }
}

function legend({ most }: HeatScale): TemplateResult {
  return html`<p class="heat-legend muted" data-testid="heat-legend">
    <span>0</span><span class="heat-scale" aria-hidden="true" style="background:${viridisGradient}"></span><span>${most.toFixed(1)} times an even share</span>
    <span><span class="key-token" aria-hidden="true"></span> key token: the larger, the more of TGFA's attention</span>
  </p>`;
}
