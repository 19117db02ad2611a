import type { StickerFilter } from '../../engine/service/stickerFilter.ts';

/** A selection larger than this is not kept over a window reload. */
export const mostKeptIds = 20_000;

/** The filter as it is kept for the workspace. */
export function keptFilter(filter: StickerFilter): StickerFilter {
  const { selection, ...rest } = filter;
  return selection && selection.ids.length > mostKeptIds ? rest : filter;
}
