import type { View } from '../../../extension/protocol/engine.ts';
import type { RequestFailure } from '../../../extension/protocol/failure.ts';
import type { Host } from '../../host/host.ts';
import { toFailure } from '../../ui/failure.ts';

export interface Regeneration {
  /** What the model has written so far. */
  readonly text: string;
  /** Under way, and whether this panel asked for it and so can take it back. */
  readonly state: 'asked' | 'elsewhere' | 'failed';
  readonly failure: RequestFailure | null;
}

interface Place {
  readonly root: string;
  readonly id: string;
  readonly view: View;
}

/** Texts that models are writing anew. They go on while the board shows other stickers. */
export class Regenerations {
  private readonly host: Pick<Host, 'engine'>;
  private readonly changed: (place: Place) => void;
  private readonly entries = new Map<string, Regeneration>();
  private readonly controllers = new Map<string, AbortController>();
  /** Taken back: pieces of text still on their way mean nothing. */
  private readonly cancelled = new Set<string>();

  /** `changed` is called for every piece of text, and when one is over. */
  constructor(host: Pick<Host, 'engine'>, changed: (place: Place) => void) {
    this.host = host;
    this.changed = changed;
  }

  of(place: Place): Regeneration | undefined {
    return this.entries.get(keyOf(place));
  }

  start(place: Place): void {
    const key = keyOf(place);
    if (this.controllers.has(key)) return;
    const controller = new AbortController();
    this.cancelled.delete(key);
    this.controllers.set(key, controller);
    this.entries.set(key, { text: '', state: 'asked', failure: null });
    this.changed(place);
    this.host.engine('descriptions/regenerate', place, controller.signal).then(
      () => { this.end(place, controller, undefined); },
      (reason: unknown) => { this.end(place, controller, controller.signal.aborted ? undefined : { text: this.of(place)?.text ?? '', state: 'failed', failure: toFailure(reason) }); },
    );
  }

  cancel(place: Place): void {
    const controller = this.controllers.get(keyOf(place));
    if (!controller) return;
    this.cancelled.add(keyOf(place));
    controller.abort();
    this.end(place, controller, undefined);
  }

  stream({ text, ...place }: Place & { readonly text: string }): void {
    const key = keyOf(place);
    if (this.cancelled.has(key)) return;
    this.entries.set(key, { text, state: this.controllers.has(key) ? 'asked' : 'elsewhere', failure: null });
    this.changed(place);
  }

  /** The sticker as just read says what is still being written elsewhere. */
  confirm(place: Place, writing: boolean): void {
    const key = keyOf(place);
    const known = this.entries.get(key);
    if (!writing) this.cancelled.delete(key);
    if (writing && !known && !this.cancelled.has(key)) this.entries.set(key, { text: '', state: 'elsewhere', failure: null });
    else if (!writing && known?.state === 'elsewhere') this.entries.delete(key);
  }

  /** The person has read why it failed. */
  dismiss(place: Place): void {
    this.entries.delete(keyOf(place));
    this.changed(place);
  }

  private end(place: Place, controller: AbortController, left: Regeneration | undefined): void {
    const key = keyOf(place);
    if (this.controllers.get(key) !== controller) return;
    this.controllers.delete(key);
    if (left) this.entries.set(key, left);
    else this.entries.delete(key);
    this.changed(place);
  }
}

const keyOf = ({ root, id, view }: Place): string => JSON.stringify([root, id, view]);
