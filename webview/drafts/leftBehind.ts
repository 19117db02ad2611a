import type { DescriptionView } from '../../extension/protocol/engine.ts';
import type { Host } from '../host/host.ts';
import type { DraftJournal, Unsaved } from './draftJournal.ts';

/** A text that a page closed in the middle of typing kept, beside what is stored there now. */
export interface LeftBehind {
  readonly unsaved: Unsaved;
  readonly present: DescriptionView;
}

/** What the journal keeps of a dataset. Stickers that cannot be read keep theirs in it. */
export async function* leftBehind(host: Pick<Host, 'engine'>, journal: DraftJournal, root: string): AsyncGenerator<LeftBehind> {
  for (const unsaved of journal.of(root)) {
    const present = await readDescription(host, unsaved).catch(() => null);
    if (present) yield { unsaved, present };
  }
}

/** The description as it is stored now. Rejects with a `RequestFailure`. */
export async function readDescription(host: Pick<Host, 'engine'>, { root, id, view }: Pick<Unsaved, 'root' | 'id' | 'view'>): Promise<DescriptionView> {
  const views = await host.engine('descriptions/read', { root, id });
  return views.find((one) => one.view === view)!;
}
