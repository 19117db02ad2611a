import type { Memento } from 'vscode';
import type { MessageParticipant } from 'vscode-messenger-common';
import { selection } from '../protocol/events.ts';
import { mostKeptIds } from './keptFilter.ts';
import type { PanelHost } from './panelHost.ts';

/** The stickers that a person selected last in a dataset, whatever panel it was in. Kept for the workspace. */
export interface SharedSelection {
  of(root: string): readonly string[];
  /** Has all panels of the dataset but `sender` mark them. */
  select(root: string, ids: readonly string[], sender?: MessageParticipant): Promise<void>;
}

export function createSharedSelection(panels: Pick<PanelHost, 'tell'>, memento: Pick<Memento, 'get' | 'update'>): SharedSelection {
  const selected = new Map<string, readonly string[]>();
  const key = (root: string) => `selection ${root}`;
  const of = (root: string) => selected.get(root) ?? memento.get<readonly string[]>(key(root)) ?? [];
  return {
    of,
    async select(root, ids, sender) {
      const before = of(root);
      selected.set(root, ids);
      if (ids.length === before.length && ids.every((id, k) => id === before[k])) return;
      panels.tell(selection, root, { root, ids }, sender);
      await memento.update(key(root), ids.length > mostKeptIds ? [] : ids);
    },
  };
}
