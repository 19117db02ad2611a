import type { StickerFilter } from '../../extension/protocol/engine.ts';

export type Scope = 'all' | 'filter' | 'selection';

/** The stickers a scope stands for; null where it stands for none. A selection: the stickers marked in the table, else those selected in the filter. */
export function scopeFilter(scope: Scope, filter: StickerFilter, marked: ReadonlySet<string>): StickerFilter | null {
  if (scope === 'all') return {};
  if (scope === 'filter') return filter;
  if (marked.size > 0) return { selection: { ids: [...marked], reason: 'marked in the table' } };
  return filter.selection ? { selection: filter.selection } : null;
}
