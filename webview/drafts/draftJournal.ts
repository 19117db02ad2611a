import type { View } from '../../extension/protocol/engine.ts';

export interface Unsaved {
  readonly root: string;
  readonly id: string;
  readonly view: View;
  readonly text: string;
  /** The version it is based on. */
  readonly version: number;
}

/** What was typed and not saved yet, kept by the browser from key to key, so that a window that is closed at once loses nothing. */
export interface DraftJournal {
  put(unsaved: Unsaved): void;
  remove(place: Pick<Unsaved, 'root' | 'id' | 'view'>): void;
  of(root: string): Unsaved[];
}

/** `storage` null: a page that may keep nothing; text then lives in the page alone until it is saved. A panel brings back what was typed in panels of its kind. */
export function createDraftJournal(storage: Storage | null, panel: 'board' | 'table'): DraftJournal {
  const prefix = `stickerLab.unsaved.${panel} `;
  const keyOf = ({ root, id, view }: Pick<Unsaved, 'root' | 'id' | 'view'>): string => prefix + JSON.stringify([root, id, view]);
  return {
    put(unsaved) {
      try {
        storage?.setItem(keyOf(unsaved), JSON.stringify(unsaved));
      } catch {
        // The browser's quota is used up: the store, a little later, is what counts.
      }
    },
    remove(place) {
      storage?.removeItem(keyOf(place));
    },
    of(root) {
      const keys = Array.from({ length: storage?.length ?? 0 }, (_, index) => storage!.key(index)!);
      return keys.filter((key) => key.startsWith(prefix)).map((key) => JSON.parse(storage!.getItem(key)!) as Unsaved).filter((unsaved) => unsaved.root === root);
    },
  };
}
