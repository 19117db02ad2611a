import type { EngineRequests, ExplanationView } from '../../../extension/protocol/engine.ts';
import type { RequestFailure } from '../../../extension/protocol/failure.ts';
import type { Host } from '../../host/host.ts';
import { LatestTask } from '../../host/latestTask.ts';
import { toFailure } from '../../ui/failure.ts';

type Asked = EngineRequests['explain/attention']['params'];

/** The explanation that is wanted now; those of the same sticker that were asked for before are kept, as each may take seconds. */
export class Explanations {
  view: ExplanationView | null = null;
  failure: RequestFailure | null = null;
  private readonly host: Pick<Host, 'engine'>;
  private readonly changed: () => void;
  private readonly known = new Map<string, ExplanationView>();
  private readonly task = new LatestTask();
  private wanted = '';

  constructor(host: Pick<Host, 'engine'>, changed: () => void) {
    this.host = host;
    this.changed = changed;
  }

  /** Null: none is wanted. The same once more asks for nothing. */
  want(asked: Asked | null): void {
    const key = JSON.stringify(asked);
    if (key === this.wanted) return;
    this.wanted = key;
    this.task.cancel();
    this.failure = null;
    this.view = this.known.get(key) ?? null;
    if (this.view || !asked) return;
    this.task.start(
      (signal) => this.host.engine('explain/attention', asked, signal),
      (view) => {
        this.view = view;
        this.known.set(key, view);
        this.changed();
      },
      (reason) => {
        this.failure = toFailure(reason);
        this.changed();
      },
    );
  }

  /** The sticker is another one, or its texts or the run have changed. */
  forget(): void {
    this.task.cancel();
    this.known.clear();
    this.wanted = '';
    this.view = null;
    this.failure = null;
  }
}
