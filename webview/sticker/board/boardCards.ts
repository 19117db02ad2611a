import { html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { openDescriptionsAsText, showDescriptions } from '../../../extension/protocol/actions.ts';
import { boardCommand, descriptionsDidChange, descriptionsDidStream } from '../../../extension/protocol/board.ts';
import type { DescriptionView, StickerFilter, View } from '../../../extension/protocol/engine.ts';
import { createDraftJournal } from '../../drafts/draftJournal.ts';
import type { Host } from '../../host/host.ts';
import { pageStorage } from '../../host/pageStorage.ts';
import { errorNotice } from '../../ui/errorNotice.ts';
import { formatCount } from '../../ui/formatNumber.ts';
import { button, waiting } from '../../ui/kit.ts';
import { LightElement } from '../../ui/lightElement.ts';
import { Board } from './board.ts';
import { runBoardCommand } from './boardCommands.ts';
import { descriptionCard } from './descriptionCard.ts';

/** The four descriptions of a sticker, where people correct them. */
@customElement('sl-board')
export class BoardCards extends LightElement {
  @property({ attribute: false }) host!: Host;
  @property() root = '';
  @property() sticker = '';
  @property({ attribute: false }) filter: StickerFilter = {};
  private board: Board | null = null;
  private readonly stop: (() => void)[] = [];

  override connectedCallback(): void {
    super.connectedCallback();
    const board = new Board(this.host, createDraftJournal(pageStorage(), 'board'), { changed: () => { this.requestUpdate(); }, focusCard: (view) => void this.focusCard(view) });
    const save = (): void => void board.drafts.save();
    window.addEventListener('pagehide', save);
    document.addEventListener('visibilitychange', save);
    this.stop.push(
      this.host.listen(boardCommand, ({ command }) => { runBoardCommand(board, command, this.focusedCard()); }),
      this.host.listen(descriptionsDidChange, ({ root, ids }) => { board.heardOf(root, ids); }),
      this.host.listen(descriptionsDidStream, (piece) => { board.regenerations.stream(piece); }),
      () => { window.removeEventListener('pagehide', save); },
      () => { document.removeEventListener('visibilitychange', save); },
      () => { board.stop(); },
    );
    this.board = board;
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    for (const stop of this.stop.splice(0)) stop();
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('sticker') || changed.has('root') || changed.has('filter')) this.board?.show(this.root, this.sticker, this.filter);
  }

  /** Puts a text that was tried elsewhere into a card: it is saved as what is typed, and can be undone as that. */
  type(id: string, view: View, text: string): void {
    const { board } = this;
    if (board?.id === id) void board.run(() => board.acts.type(view, text));
  }

  protected override render(): TemplateResult | typeof nothing {
    const { board } = this;
    if (!board) return nothing;
    return html`
      <div class="toolbar spread"><h2>Descriptions</h2>${this.tools(board)}</div>
      <p class="board-status" role="status"><span data-testid="left-to-review">${board.left === null ? '' : board.left === 0 ? 'All are reviewed.' : `${formatCount(board.left)} left to review`}</span>
        <span data-testid="board-message">${board.message}</span></p>
      ${board.failure ? errorNotice(board.failure, button({ label: 'Read Again', onClick: () => { board.failure = null; board.readAgain(); } })) : nothing}
      ${this.elsewhere(board)}
      ${board.cards.length === 0 && !board.failure ? waiting('Reading the descriptions') : nothing}
      <div class="description-cards" aria-busy=${board.locked ? 'true' : 'false'} data-sticker=${board.id}>${board.cards.map((card) => this.card(board, card))}</div>`;
  }

  private tools(board: Board): TemplateResult {
    const { root } = board;
    return html`<div class="toolbar" role="group" aria-label="Descriptions: actions">
      ${button({ label: 'Undo', title: 'Undo the newest change of a description, wherever it was', testId: 'undo', onClick: () => void board.run(() => board.acts.undo('undo')) })}
      ${button({ label: 'Redo', title: 'Redo what was undone', testId: 'redo', onClick: () => void board.run(() => board.acts.undo('redo')) })}
      ${button({ label: 'Next to Review', title: 'Next to Review: the next text nobody has looked at', testId: 'next-to-review', onClick: () => void board.run(() => board.acts.nextToReview(null)) })}
      ${button({ label: 'Open as Text', title: 'Open as Text: the four views in an editor', testId: 'open-as-text', onClick: () => void board.drafts.save().then(() => { this.host.tell(openDescriptionsAsText, { root, id: board.id }); }) })}
      ${button({ label: 'Show in Table', title: 'Show in Table: the descriptions of all stickers of this filter', testId: 'show-in-table', onClick: () => { this.host.tell(showDescriptions, { root, filter: board.filter }); } })}
    </div>`;
  }

  /** Texts of stickers left behind that are not in the store. */
  private elsewhere(board: Board): TemplateResult | typeof nothing {
    const [first] = board.drafts.troubled(board.root, board.id);
    return first === undefined ? nothing : html`<div class="note" role="alert" data-testid="unsaved-elsewhere">
      <p>What was typed for ${first} is not saved yet.</p>
      ${button({ label: 'Go There', title: `Go There: ${first}`, onClick: () => { board.goTo(first, 'review'); } })}
    </div>`;
  }

  private card(board: Board, card: DescriptionView): TemplateResult | typeof nothing {
    const { root, id, acts } = board;
    const { view } = card;
    const draft = board.drafts.of(root, id, view);
    if (!draft) return nothing;
    const history = board.histories.get(view);
    const run = (act: () => Promise<unknown>): void => void board.run(act);
    return descriptionCard({
      card, draft, locked: board.locked, opened: board.opened.get(view) ?? null, regeneration: board.regenerations.of({ root, id, view }),
      history: {
        entries: history && !('failure' in history) ? history : null, failure: history && 'failure' in history ? history.failure : null, present: card.version,
        onRestore: (version) => { run(() => acts.restore(view, version)); },
      },
      onAccept: () => { run(() => acts.accept(card)); },
      onReject: () => { run(() => acts.reject(card)); },
      onResolve: (take) => { run(() => acts.resolve(view, take)); },
      onRegenerate: () => { board.regenerations.start({ root, id, view }); },
      onCancel: () => { board.regenerations.cancel({ root, id, view }); },
      onDismiss: () => { board.regenerations.dismiss({ root, id, view }); },
      onOpen: (part) => { board.open(view, part); },
    });
  }

  private focusedCard(): View | null {
    const card = document.activeElement?.closest<HTMLElement>('.description-card');
    return card && this.contains(card) ? card.dataset['view'] as View : null;
  }

  private async focusCard(view: View): Promise<void> {
    await this.updateComplete;
    this.querySelector<HTMLTextAreaElement>(`[data-view="${view}"] textarea`)?.focus();
  }
}
