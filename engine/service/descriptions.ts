import { views, type View } from '../dataset/sticker.ts';
import { StickerLabError } from '../errors/stickerLabError.ts';
import type { ActResult, PresentDescription, StoredChange, UndoResult } from '../store/descriptionStore.ts';
import type { Describer } from './describer.ts';
import type { ChangeReport, DescriptionChange, DescriptionView, UndoReport } from './descriptionRequests.ts';
import type { OpenDataset, OpenDatasets } from './openDatasets.ts';
import type { Regenerations } from './regenerate.ts';
import type { RequestHandlers } from './requestHandlers.ts';
import { withSticker } from './withSticker.ts';

type Handled = 'descriptions/read' | 'descriptions/history' | 'descriptions/change' | 'descriptions/restore' | 'descriptions/undo' | 'descriptions/redo' | 'descriptions/resolve';

export function descriptionRequests(datasets: OpenDatasets, describer: Describer, regenerations: Pick<Regenerations, 'isWriting'>): Pick<RequestHandlers, Handled> {
  return {
    async 'descriptions/read'({ root, id }) {
      const opened = withSticker(datasets, root, id);
      const count = await opened.texts.counter();
      return views.map((view): DescriptionView => {
        const { text, state, stale, present } = opened.texts.shown(id, view);
        const origin = opened.texts.store.history(id, view).find(({ generation }) => generation !== null);
        const proposal = opened.texts.store.proposal(id, view);
        return {
          view, version: present?.id ?? 0, text, state, stale, count: count(text), who: present?.who ?? '', at: present?.at ?? 0,
          generated: origin?.origin ? { text: origin.text, generation: origin.origin } : null,
          proposal: proposal && { text: proposal.text, generation: proposal.generation },
          writing: regenerations.isWriting(root, id, view),
        };
      });
    },
    async 'descriptions/history'({ root, id, view }) {
      const { texts } = withSticker(datasets, root, id);
      return texts.store.history(id, view).map(({ id: version, text, state, who, at, title, origin }) => ({
        version, text: state === 'given' ? texts.table.readAs(id, view, null).text : text, state, who, at, title, generation: origin,
      }));
    },
    async 'descriptions/change'({ root, changes, title, continues }) {
      const opened = datasets.get(root);
      return changeTexts(opened, { title, who: describer.who, continues }, changes);
    },
    async 'descriptions/restore'({ root, id, view, version }) {
      const opened = withSticker(datasets, root, id);
      const { store } = opened.texts;
      const entry = store.history(id, view).find((one) => one.id === version);
      if (!entry) throw new StickerLabError(`The history of ${id}, ${view}, has no entry ${version}.`, store.file, 'Read the history again.');
      const basedOn = store.find(id, view)?.id ?? 0;
      const result = store.change({ title: `Restore ${view}`, who: describer.who, continues: null },
        [{ sticker: id, view, text: entry.text, state: entry.state, generation: entry.generation, basedOn }]);
      return report(opened, [{ id, view }], result);
    },
    async 'descriptions/undo'({ root, step }) {
      return undone(datasets.get(root), (opened) => opened.texts.store.undo(describer.who, step));
    },
    async 'descriptions/redo'({ root }) {
      return undone(datasets.get(root), (opened) => opened.texts.store.redo(describer.who));
    },
    async 'descriptions/resolve'({ root, id, view, take }) {
      const opened = withSticker(datasets, root, id);
      const result = opened.texts.store.resolveProposal(id, view, take, { title: `Take the new text of ${view}`, who: describer.who, continues: null });
      return report(opened, [{ id, view }], result ?? { step: null, written: [], conflicts: [] });
    },
  };
}

/** A person's changes as one act. */
export function changeTexts(opened: OpenDataset, act: { readonly title: string; readonly who: string; readonly continues: number | null }, changes: readonly DescriptionChange[]): ChangeReport {
  for (const { id } of changes) if (!opened.positions.has(id)) throw new StickerLabError(`The dataset has no sticker ${id}.`, id, 'Reopen the dataset.');
  return report(opened, changes, opened.texts.store.change(act, changes.map((change) => stored(opened, change))));
}

function stored(opened: OpenDataset, { id, view, text, state, version }: DescriptionChange): StoredChange {
  const now = opened.texts.table.read(id, view);
  const written = text ?? now.text;
  const becomes = written.trim() === '' ? 'missing' : state ?? 'edited';
  // A person's word on a model's text keeps where it came from; a text of their own comes from them.
  const generation = written === now.text && becomes !== 'edited' ? now.present?.generation ?? null : null;
  return { sticker: id, view, text: becomes === 'missing' ? '' : written, state: becomes, generation, basedOn: version };
}

export function report(opened: OpenDataset, asked: readonly { readonly id: string; readonly view: View }[], { step, written, conflicts }: ActResult): ChangeReport {
  opened.texts.sync(written);
  const key = (id: string, view: View) => `${view} ${id}`;
  const versions = new Map(written.map((version: PresentDescription) => [key(version.sticker, version.view), version.id]));
  return {
    step,
    versions: asked.map(({ id, view }) => versions.get(key(id, view)) ?? opened.texts.table.read(id, view).present?.id ?? 0),
    conflicts: conflicts.map(({ sticker, view, text, who }) => ({ id: sticker, view, text, who })),
  };
}

function undone(opened: OpenDataset, take: (opened: OpenDataset) => UndoResult | null): UndoReport | null {
  const result = take(opened);
  opened.texts.sync(result?.written);
  return result && { title: result.title, kept: result.kept, changed: result.written.map(({ sticker, view }) => ({ id: sticker, view })) };
}

