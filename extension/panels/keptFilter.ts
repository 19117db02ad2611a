import type { StickerFilter } from '../../engine/service/stickerFilter.ts';

/** A selection larger than this is not kept over a window reload. */
const mostKept = 20_000;

/** The filter as it is kept for the workspace. */
export function keptFilter(filter: StickerFilter): StickerFilter {
  const { selection, ...rest } = filter;
  return selection && selection.ids.length > mostKept ? rest : filter;
}
