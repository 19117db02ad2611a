import { selection } from '../protocol/events.ts';
import type { PanelHost } from './panelHost.ts';

/** The stickers a person marked last in a dataset's panels. */
export interface PresentSelection {
  of(root: string): readonly string[];
}

export function createPresentSelection(host: PanelHost): PresentSelection {
  const marked = new Map<string, readonly string[]>();
  host.messenger.onNotification(selection, ({ root, ids }) => void marked.set(root, ids));
  return { of: (root) => marked.get(root) ?? [] };
}
