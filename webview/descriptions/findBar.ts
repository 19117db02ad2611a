import { html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { showSticker } from '../../extension/protocol/actions.ts';
import type { StickerFilter, View } from '../../extension/protocol/engine.ts';
import type { Host } from '../host/host.ts';
import { isUnfiltered } from '../filter/filterConditions.ts';
import { views, viewTitles } from '../ui/descriptionWords.ts';
import { errorNotice } from '../ui/errorNotice.ts';
import { formatCount } from '../ui/formatNumber.ts';
import { button, dropdown, textField } from '../ui/kit.ts';
import { LightElement } from '../ui/lightElement.ts';
import { toggleGroup } from '../ui/toggleGroup.ts';
import './changeList.ts';
import { FindSession, places, texts, type Replacing } from './findSession.ts';
import { scopeFilter, type Scope } from './findScope.ts';

type Option = 'matchCase' | 'wholeWord' | 'regex';

const options: readonly { readonly value: Option; readonly label: string; readonly name: string; readonly title: string }[] = [
  { value: 'matchCase', label: 'Aa', name: 'Match case', title: 'Match case' },
  { value: 'wholeWord', label: '|ab|', name: 'Whole words', title: 'Whole words' },
  { value: 'regex', label: '.*', name: 'Regular expression', title: 'Regular expression; $1 in the replacement stands for its first group' },
];

/** Find and replace over many stickers' texts, with every change shown before it is made. */
@customElement('sl-find-bar')
export class FindBar extends LightElement {
  @property({ attribute: false }) host!: Host;
  @property() root = '';
  @property({ attribute: false }) filter: StickerFilter = {};
  @property({ attribute: false }) marked: ReadonlySet<string> = new Set();

  @state() private find = '';
  @state() private replacement = '';
  @state() private scope: Scope = 'filter';
  @state() private view: View | null = null;
  @state() private chosen: readonly Option[] = [];
  private readonly session = new FindSession({
    find: ({ filter, query, replacement }, offset, limit, signal) => this.host.engine('descriptions/find', { root: this.root, filter, query, replacement, offset, limit }, signal),
    replace: ({ filter, query, replacement }, count) => this.host.engine('descriptions/replace', { root: this.root, filter, query, replacement, texts: count }),
    undo: (step) => this.host.engine('descriptions/undo', { root: this.root, step }),
    onChange: () => { this.requestUpdate(); },
  });

  /** Texts changed: counts anew. */
  textsChanged(): void {
    this.session.textsChanged();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.session.dispose();
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('marked') || changed.has('filter')) {
      const none = (scope: Scope): boolean => scopeFilter(scope, this.filter, this.marked) === null;
      // Marks were made to be acted upon, and their last one taken away ends that.
      if (changed.has('marked') && this.marked.size > 0 && (changed.get('marked')?.size ?? 0) === 0) this.scope = 'selection';
      else if (none(this.scope)) this.scope = 'filter';
    }
    this.session.ask(this.replacing());
  }

  protected override render(): TemplateResult {
    const { session } = this;
    const { counted } = session;
    const ready = counted !== null && counted.texts > 0 && session.busy === null;
    return html`<div class="toolbar" role="search" aria-label="Find and Replace">
      ${textField({ label: 'Find', value: this.find, placeholder: 'Find', testId: 'find', onInput: (text) => { this.find = text; } })}
      ${toggleGroup({ label: 'How to find', testId: 'find-options', chosen: this.chosen, options, onToggle: (option) => { this.toggle(option); } })}
      ${textField({ label: 'Replace with', value: this.replacement, placeholder: 'Replace with', testId: 'replacement', onInput: (text) => { this.replacement = text; } })}
      ${dropdown({ label: 'Where to look', value: this.scope, testId: 'find-scope', options: this.scopes(), onChange: (value) => { this.scope = value as Scope; } })}
      ${dropdown({ label: 'View to look in', value: this.view ?? '', testId: 'find-view',
        options: [{ value: '', label: 'All views' }, ...views.map((view) => ({ value: view, label: viewTitles[view] }))],
        onChange: (value) => { this.view = views.find((view) => view === value) ?? null; } })}
      ${button({ label: counted && counted.texts > 0 ? `Replace ${places(counted.places)} in ${texts(counted.texts)}` : 'Replace', primary: true, disabled: !ready, testId: 'replace',
        onClick: () => { void session.replace(); } })}
    </div>
    <div class="toolbar find-status" role="status" data-testid="find-status" aria-busy=${session.busy ? 'true' : 'false'}>
      <span>${this.status()}</span>
      ${session.outcome && session.outcome.step !== null ? button({ label: 'Undo', testId: 'find-undo', disabled: session.busy !== null, onClick: () => { void session.undo(); } }) : nothing}
    </div>
    ${session.failure && counted ? errorNotice(session.failure) : nothing}
    ${this.find === '' ? nothing : session.failure && !counted ? html`<div class="changes-failure">${errorNotice(session.failure)}</div>` : html`<sl-change-list .count=${counted?.texts ?? 0} .busy=${session.busy !== null} .change=${(index: number) => session.change(index)}
      .onRange=${(first: number, end: number) => { session.showChanges(first, end); }}
      .onOpen=${(id: string) => { this.host.tell(showSticker, { root: this.root, id, filter: this.filter, run: null }); }}></sl-change-list>`}`;
  }

  private status(): string {
    const { counted, outcome, busy, failure } = this.session;
    if (busy === 'replacing') return 'Replacing';
    if (busy === 'undoing') return 'Taking back';
    if (outcome) return outcome.text;
    if (this.find === '') return 'Counts while you type. Nothing is replaced before you have seen every change.';
    if (failure) return '';
    if (!counted) return 'Counting';
    if (counted.texts === 0) return busy ? 'Counting' : 'No text matches.';
    return `${places(counted.places)} in ${texts(counted.texts)} of ${formatCount(counted.stickers)} ${counted.stickers === 1 ? 'sticker' : 'stickers'}${busy ? ', counting' : ''}`;
  }

  private scopes(): { value: Scope; label: string }[] {
    const { marked, filter } = this;
    const picked = marked.size > 0 ? 'Marked stickers only' : filter.selection ? 'Selected stickers only' : null;
    return [
      { value: 'all', label: 'All stickers' },
      { value: 'filter', label: isUnfiltered(filter) ? 'Filter (none set)' : 'Filtered stickers only' },
      ...(picked === null ? [] : [{ value: 'selection' as const, label: picked }]),
    ];
  }

  private replacing(): Replacing | null {
    const filter = scopeFilter(this.scope, this.filter, this.marked);
    if (this.find === '' || !filter) return null;
    const has = (option: Option): boolean => this.chosen.includes(option);
    return { filter, query: { find: this.find, regex: has('regex'), wholeWord: has('wholeWord'), matchCase: has('matchCase'), view: this.view }, replacement: this.replacement };
  }

  private toggle(option: Option): void {
    this.chosen = this.chosen.includes(option) ? this.chosen.filter((each) => each !== option) : [...this.chosen, option];
  }
}
