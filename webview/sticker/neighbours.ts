import type { StickerFilter } from '../../extension/protocol/engine.ts';
import type { Host } from '../host/host.ts';

/** Where a sticker stands among those that pass a filter. `position` is -1 where it does not pass; it then has no neighbours. */
export interface Neighbours {
  readonly position: number;
  readonly total: number;
  readonly previous: string | null;
  readonly next: string | null;
}

export async function readNeighbours(host: Pick<Host, 'engine'>, root: string, filter: StickerFilter, id: string, signal?: AbortSignal): Promise<Neighbours> {
  const { position } = await host.engine('gallery/position', { root, filter, id }, signal);
  const offset = Math.max(0, position - 1);
  const { total, tiles } = await host.engine('gallery/page', { root, filter, run: null, offset, limit: 3 }, signal);
  if (position < 0) return { position, total, previous: null, next: null };
  return { position, total, previous: position > 0 ? tiles[0]?.id ?? null : null, next: tiles[position - offset + 1]?.id ?? null };
}
