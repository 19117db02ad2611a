import type { ProbeView, StickerView, View } from '../../../extension/protocol/engine.ts';
import type { RequestFailure } from '../../../extension/protocol/failure.ts';
import type { Host } from '../../host/host.ts';
import { LatestTask } from '../../host/latestTask.ts';
import { views } from '../../ui/descriptionWords.ts';
import { toFailure } from '../../ui/failure.ts';

/** Milliseconds after the last key until the model is asked. */
const pause = 150;

export type ViewTexts = Readonly<Record<View, string>>;

/** A sticker's texts as a person changes them to see what the model makes of them. Nothing of it is stored. */
export class Probe {
  texts: ViewTexts = textsOf({});
  answer: ProbeView | null = null;
  /** What the model says to the sticker's own texts. */
  ownAnswer: ProbeView | null = null;
  /** Milliseconds from the question to the answer. */
  took = 0;
  failure: RequestFailure | null = null;
  private own: ViewTexts = this.texts;
  private place = { root: '', run: '', id: '' };
  private readonly host: Pick<Host, 'engine'>;
  private readonly changed: () => void;
  private readonly task = new LatestTask();
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor(host: Pick<Host, 'engine'>, changed: () => void) {
    this.host = host;
    this.changed = changed;
  }

  get isAsking(): boolean {
    return this.task.running;
  }

  isChanged(view: View): boolean {
    return this.texts[view] !== this.own[view];
  }

  /** Another sticker or run begins anew. New texts of the same sticker take the place of those that nobody has changed here. */
  show(root: string, run: string, { id, descriptions }: Pick<StickerView, 'id' | 'descriptions'>): void {
    const own = textsOf(descriptions);
    const isSame = this.place.root === root && this.place.run === run && this.place.id === id;
    if (isSame && views.every((view) => own[view] === this.own[view])) return;
    this.texts = isSame ? textsOf(Object.fromEntries(views.map((view) => [view, this.isChanged(view) ? this.texts[view] : own[view]]))) : own;
    [this.place, this.own, this.answer, this.ownAnswer, this.failure] = [{ root, run, id }, own, isSame ? this.answer : null, null, null];
    this.ask();
  }

  input(view: View, text: string): void {
    this.texts = { ...this.texts, [view]: text };
    clearTimeout(this.timer);
    this.timer = setTimeout(() => { this.ask(); }, pause);
    this.changed();
  }

  blank(view: View): void {
    this.put({ ...this.texts, [view]: '' });
  }

  restore(view: View): void {
    this.put({ ...this.texts, [view]: this.own[view] });
  }

  restoreAll(): void {
    this.put(this.own);
  }

  swap(one: View, other: View): void {
    this.put({ ...this.texts, [one]: this.texts[other], [other]: this.texts[one] });
  }

  /** Asks for what stands there now; an answer still under way is given up. */
  ask(): void {
    clearTimeout(this.timer);
    this.failure = null;
    const descriptions = this.texts;
    const began = performance.now();
    this.task.start(
      (signal) => this.host.engine('explain/probe', { ...this.place, descriptions }, signal),
      (answer) => {
        this.answer = answer;
        this.took = performance.now() - began;
        if (views.every((view) => descriptions[view] === this.own[view])) this.ownAnswer = answer;
        this.changed();
      },
      (reason) => {
        this.failure = toFailure(reason);
        this.changed();
      },
    );
    this.changed();
  }

  stop(): void {
    clearTimeout(this.timer);
    this.task.cancel();
  }

  private put(texts: ViewTexts): void {
    this.texts = texts;
    this.ask();
  }
}

const textsOf = ({ intention = '', style = '', roles = '', details = '' }: StickerView['descriptions']): ViewTexts => ({ intention, style, roles, details });
