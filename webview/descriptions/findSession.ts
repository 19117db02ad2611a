import type { ChangeReport, ReplacePreview, StickerFilter, TextQuery, UndoReport } from '../../extension/protocol/engine.ts';
import type { RequestFailure } from '../../extension/protocol/failure.ts';
import { Pages } from '../grid/pages.ts';
import { toFailure } from '../ui/failure.ts';

export type PreviewedChange = ReplacePreview['changes'][number];

/** All that a replacement depends on. */
export interface Replacing {
  readonly filter: StickerFilter;
  readonly query: TextQuery;
  readonly replacement: string;
}

export interface FindSessionConfig {
  readonly find: (replacing: Replacing, offset: number, limit: number, signal: AbortSignal) => Promise<ReplacePreview>;
  readonly replace: (replacing: Replacing, texts: number) => Promise<ChangeReport>;
  /** Takes back that act and no other. */
  readonly undo: (step: number) => Promise<UndoReport | null>;
  readonly onChange: () => void;
  /** Milliseconds of quiet before texts are counted. */
  readonly delay?: number;
  /** Milliseconds between two counts of the same question. */
  readonly rest?: number;
}

export type Counted = Pick<ReplacePreview, 'places' | 'texts' | 'stickers'>;

/** What came of a replacement or of taking it back, in words. */
export interface Outcome {
  readonly text: string;
  /** The act that can be taken back; null where there is none. */
  readonly step: number | null;
}

const pageSize = 40;

/** Find and replace: counts while the person types, shows every change, then does them all as one act. */
export class FindSession {
  /** Of the present question; the last one's while `busy`, null where nothing is looked for. */
  counted: Counted | null = null;
  failure: RequestFailure | null = null;
  outcome: Outcome | null = null;
  busy: 'counting' | 'replacing' | 'undoing' | null = null;
  private readonly config: FindSessionConfig;
  private asked: Replacing | null = null;
  private pages: Pages<PreviewedChange> | null = null;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private settledAt = -Infinity;
  /** Texts changed since the count under way began. */
  private outdated = false;

  constructor(config: FindSessionConfig) {
    this.config = config;
  }

  /** Asks another question, or with null none; counts once it has been quiet. */
  ask(replacing: Replacing | null): void {
    if (JSON.stringify(replacing) === JSON.stringify(this.asked)) return;
    this.asked = replacing;
    this.outcome = null;
    this.countSoon();
  }

  /** Texts changed: what was counted may no longer be true. A batch changes them all the time, so a count comes to its end and stands for a while. */
  textsChanged(): void {
    if (!this.asked || this.busy === 'replacing' || this.busy === 'undoing') return;
    if (this.busy === 'counting') {
      this.outdated = true;
      return;
    }
    const rest = this.settledAt + (this.config.rest ?? 2000) - performance.now();
    clearTimeout(this.timer);
    if (rest <= 0) this.countSoon();
    else this.timer = setTimeout(() => { this.countSoon(); }, rest);
  }

  change(index: number): PreviewedChange | null {
    return this.pages?.item(index) ?? null;
  }

  showChanges(first: number, end: number): void {
    this.pages?.show(first, end);
  }

  /** Does what is counted. */
  async replace(): Promise<void> {
    const { asked, counted } = this;
    if (!asked || !counted || counted.texts === 0 || this.busy) return;
    await this.act('replacing', async () => {
      const { step, versions, conflicts } = await this.config.replace(asked, counted.texts);
      const left = conflicts.length === 0 ? '' : ` ${texts(conflicts.length)} that somebody changed in the meantime ${conflicts.length === 1 ? 'was' : 'were'} left alone.`;
      this.outcome = { text: `Replaced ${places(counted.places)} in ${texts(versions.length - conflicts.length)}.${left}`, step };
    });
  }

  async undo(): Promise<void> {
    const step = this.outcome?.step ?? null;
    if (this.busy || step === null) return;
    await this.act('undoing', async () => {
      const report = await this.config.undo(step);
      const kept = report && report.kept > 0 ? ` ${texts(report.kept)} changed since ${report.kept === 1 ? 'was' : 'were'} left alone.` : '';
      this.outcome = { text: report ? `Taken back: ${report.title}, ${texts(report.changed.length)}.${kept}` : 'There is nothing to take back.', step: null };
    });
  }

  dispose(): void {
    clearTimeout(this.timer);
    this.pages?.dispose();
  }

  private async act(busy: 'replacing' | 'undoing', task: () => Promise<void>): Promise<void> {
    this.dispose();
    this.busy = busy;
    this.failure = null;
    this.config.onChange();
    let failure: RequestFailure | null = null;
    try {
      await task();
    } catch (reason) {
      failure = toFailure(reason);
    }
    this.busy = null;
    this.countNow();
    // Counting anew must not wipe out why the act failed.
    this.failure = failure;
    this.config.onChange();
  }

  private countSoon(): void {
    this.dispose();
    this.failure = null;
    if (!this.asked) {
      this.countNow();
      return;
    }
    this.busy = 'counting';
    this.timer = setTimeout(() => { this.countNow(); }, this.config.delay ?? 200);
    this.config.onChange();
  }

  private countNow(): void {
    const { asked } = this;
    this.dispose();
    this.pages = null;
    this.outdated = false;
    this.busy = asked ? 'counting' : null;
    if (!asked) this.counted = null;
    else {
      this.pages = new Pages<PreviewedChange>({
        pageSize,
        read: async (offset, limit, signal) => {
          const { changes, ...counted } = await this.config.find(asked, offset, limit, signal);
          if (!signal.aborted) this.counted = counted;
          return { total: counted.texts, items: changes };
        },
        onChange: () => { this.settle(); },
        onFailure: (reason) => {
          this.counted = null;
          this.failure = toFailure(reason);
          this.settle();
        },
      });
      this.pages.show(0, pageSize);
    }
    this.config.onChange();
  }

  private settle(): void {
    if (this.busy === 'counting') {
      this.busy = null;
      this.settledAt = performance.now();
      if (this.outdated) this.textsChanged();
    }
    this.config.onChange();
  }
}

const grouped = (count: number, one: string, many: string): string => `${count.toLocaleString('en-US')} ${count === 1 ? one : many}`;
export const places = (count: number): string => grouped(count, 'place', 'places');
export const texts = (count: number): string => grouped(count, 'text', 'texts');
