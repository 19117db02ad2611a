import type { ChangeReport, DescriptionChange, View } from '../../extension/protocol/engine.ts';
import type { LeftBehind } from '../drafts/leftBehind.ts';
import { toFailure } from '../ui/failure.ts';

export interface Cell {
  readonly id: string;
  readonly view: View;
}

/** Why a text is not saved: somebody else's stands there, it could not be, or the page was closed before. */
export type Trouble =
  | { readonly kind: 'conflict'; readonly theirs: string; readonly who: string }
  | { readonly kind: 'failed'; readonly message: string }
  | { readonly kind: 'interrupted' };

/** What a person typed into a cell and the store does not have yet. */
export interface Draft extends Cell {
  /** The text and version that stood there when the person began. */
  readonly seen: string;
  readonly version: number;
  readonly text: string;
  readonly trouble: Trouble | null;
}

export interface CellEditingConfig {
  readonly save: (change: DescriptionChange) => Promise<ChangeReport>;
  /** The version that stands there now. */
  readonly newestVersion: (cell: Cell) => Promise<number>;
  readonly onSaved: (cell: Cell, text: string, version: number) => void;
  /** The person let go of a draft: what stands there is to be read anew. */
  readonly onDropped: (cell: Cell) => void;
  /** Keeps what is not saved yet where a page opened anew finds it; null once there is nothing to keep. */
  readonly journal: (cell: Cell, unsaved: Pick<Draft, 'text' | 'version'> | null) => void;
  readonly onChange: () => void;
}

/** Editing of the table's cells: one is open at most, saving goes on behind, and what could not be saved is kept until the person decides. */
export class CellEditing {
  /** The cell with the caret. */
  open: Draft | null = null;
  private readonly config: CellEditingConfig;
  private readonly saving = new Map<string, Draft>();
  private readonly sends = new Set<Promise<void>>();
  private readonly kept = new Map<string, Draft>();

  constructor(config: CellEditingConfig) {
    this.config = config;
  }

  /** A closed cell's draft, and whether it is on its way. */
  draft(cell: Cell): { readonly draft: Draft; readonly saving: boolean } | null {
    const key = keyOf(cell);
    const saving = this.saving.get(key);
    if (saving) return { draft: saving, saving: true };
    const kept = this.kept.get(key);
    return kept ? { draft: kept, saving: false } : null;
  }

  /** Stickers with a draft that waits for the person. */
  get troubled(): readonly string[] {
    return [...new Set([...this.kept.values()].map(({ id }) => id))];
  }

  isOpen(cell: Cell): boolean {
    return this.open !== null && keyOf(this.open) === keyOf(cell);
  }

  /** Opens a cell, on what was typed there before where that could not be saved. `typed` is added. False while the cell is being saved. */
  start(cell: Cell, text: string, version: number, typed = ''): boolean {
    this.close();
    const key = keyOf(cell);
    if (this.saving.has(key)) return false;
    const kept = this.kept.get(key);
    const draft = kept ?? { ...cell, seen: text, version, text, trouble: null };
    this.kept.delete(key);
    this.open = { ...draft, text: draft.text + typed };
    if (typed !== '') this.keep(this.open);
    this.config.onChange();
    return true;
  }

  type(text: string): void {
    if (!this.open) return;
    this.open = { ...this.open, text };
    this.keep(this.open);
  }

  /** Brings back a text that a page closed before it was saved; a newer one of the same cell stands. */
  recover({ unsaved, present }: LeftBehind): void {
    const { id, view, text, version } = unsaved;
    const cell = { id, view };
    if (this.isOpen(cell) || this.draft(cell)) return;
    if (present.text === text) this.config.journal(cell, null);
    else {
      const trouble: Trouble = present.version === version ? { kind: 'interrupted' } : { kind: 'conflict', theirs: present.text, who: present.who };
      this.kept.set(keyOf(cell), { ...cell, seen: present.text, version, text, trouble });
    }
    this.config.onChange();
  }

  /** Leaves the cell as it was; a draft in trouble is kept. */
  cancel(): void {
    const { open } = this;
    this.open = null;
    if (open?.trouble) this.kept.set(keyOf(open), open);
    else if (open) this.config.journal(open, null);
    this.config.onChange();
  }

  /** Leaves the cell and saves what is new in it. A draft that could not be saved waits for `saveMine` or `takeTheirs`. */
  close(): void {
    const { open } = this;
    if (!open) return;
    this.open = null;
    if (open.trouble && open.trouble.kind !== 'interrupted') this.kept.set(keyOf(open), open);
    else if (open.text !== open.seen) this.begin(open, Promise.resolve(open.version));
    else this.config.journal(open, null);
    this.config.onChange();
  }

  /** Saves a draft in trouble: over the other person's text, or once more. */
  saveMine(cell: Cell): void {
    const draft = this.take(cell);
    if (draft) this.begin(draft, draft.trouble?.kind === 'conflict' ? this.config.newestVersion(cell) : Promise.resolve(draft.version));
  }

  /** Lets go of a draft in trouble. */
  takeTheirs(cell: Cell): void {
    if (!this.take(cell)) return;
    this.config.journal(cell, null);
    this.config.onDropped(cell);
    this.config.onChange();
  }

  /** Resolves once nothing is on its way. */
  async saved(): Promise<void> {
    await Promise.all(this.sends);
  }

  private begin(draft: Draft, version: Promise<number>): void {
    const sent = this.send(draft, version).finally(() => this.sends.delete(sent));
    this.sends.add(sent);
  }

  private take(cell: Cell): Draft | null {
    if (this.isOpen(cell)) this.cancel();
    const draft = this.kept.get(keyOf(cell)) ?? null;
    this.kept.delete(keyOf(cell));
    return draft;
  }

  private async send(draft: Draft, version: Promise<number>): Promise<void> {
    const { id, view, text } = draft;
    const key = keyOf(draft);
    this.saving.set(key, draft);
    this.config.onChange();
    try {
      const { versions, conflicts } = await this.config.save({ id, view, text, version: await version });
      const conflict = conflicts[0];
      if (conflict) this.kept.set(key, { ...draft, trouble: { kind: 'conflict', theirs: conflict.text, who: conflict.who } });
      else {
        this.config.journal({ id, view }, null);
        this.config.onSaved({ id, view }, text, versions[0]);
      }
    } catch (reason) {
      const { message, data: { remedy } } = toFailure(reason);
      this.kept.set(key, { ...draft, trouble: { kind: 'failed', message: `${message} ${remedy}`.trim() } });
    } finally {
      this.saving.delete(key);
      this.config.onChange();
    }
  }

  private keep(draft: Draft): void {
    this.config.journal(draft, draft.text === draft.seen && !draft.trouble ? null : { text: draft.text, version: draft.version });
  }
}

const keyOf = ({ id, view }: Cell): string => `${view} ${id}`;
