import type { EngineRequests } from '../../extension/protocol/engine.ts';
import { toFailure } from '../ui/failure.ts';

/** A picture to show, or why there is none. */
export type Thumbnail = { readonly url: string } | { readonly reason: string };

type Answer = EngineRequests['thumbnail/read']['result']['thumbnails'];

export interface ThumbnailsConfig {
  readonly read: (ids: readonly string[], signal: AbortSignal) => Promise<Answer>;
  readonly onChange: () => void;
  /** Pictures kept beyond those in view. */
  readonly capacity?: number;
}

const batchSize = 24;
const batchesAtOnce = 3;

interface Batch {
  readonly ids: ReadonlySet<string>;
  readonly controller: AbortController;
}

/** The pictures of the tiles in view: fetched in batches, dropped when scrolled away, kept in a bounded cache of blob URLs. */
export class Thumbnails {
  private readonly config: ThumbnailsConfig;
  /** In order of last use. */
  private readonly kept = new Map<string, Thumbnail>();
  private readonly batches = new Set<Batch>();
  private visible: readonly string[] = [];

  constructor(config: ThumbnailsConfig) {
    this.config = config;
  }

  get(id: string): Thumbnail | null {
    return this.kept.get(id) ?? null;
  }

  /** Says which stickers are in view, in the order they are wanted. */
  show(ids: readonly string[]): void {
    this.visible = ids;
    const wanted = new Set(ids);
    for (const batch of this.batches) {
      if (![...batch.ids].some((id) => wanted.has(id))) {
        this.batches.delete(batch);
        batch.controller.abort();
      }
    }
    for (const id of ids) this.use(id);
    this.fetchNext();
    this.forget(wanted);
  }

  dispose(): void {
    for (const batch of this.batches) batch.controller.abort();
    this.batches.clear();
    for (const thumbnail of this.kept.values()) release(thumbnail);
    this.kept.clear();
  }

  private fetchNext(): void {
    while (this.batches.size < batchesAtOnce) {
      const coming = new Set([...this.batches].flatMap((batch) => [...batch.ids]));
      const ids = this.visible.filter((id) => !this.kept.has(id) && !coming.has(id)).slice(0, batchSize);
      if (ids.length === 0) return;
      this.fetch(ids);
    }
  }

  private fetch(ids: readonly string[]): void {
    const batch: Batch = { ids: new Set(ids), controller: new AbortController() };
    this.batches.add(batch);
    const settle = (thumbnails: ReadonlyMap<string, Thumbnail>): void => {
      if (!this.batches.delete(batch)) {
        for (const thumbnail of thumbnails.values()) release(thumbnail);
        return;
      }
      for (const id of ids) this.keep(id, thumbnails.get(id) ?? { reason: 'No picture came back.' });
      this.forget(new Set(this.visible));
      this.fetchNext();
      this.config.onChange();
    };
    this.config.read(ids, batch.controller.signal).then(
      (answer) => { settle(new Map(answer.map(({ id, bytes, reason }) => [id, toThumbnail(bytes, reason)]))); },
      (reason: unknown) => { settle(new Map(ids.map((id) => [id, { reason: toFailure(reason).message }]))); },
    );
  }

  private keep(id: string, thumbnail: Thumbnail): void {
    const before = this.kept.get(id);
    if (before) release(before);
    this.kept.set(id, thumbnail);
  }

  private use(id: string): void {
    const thumbnail = this.kept.get(id);
    if (!thumbnail) return;
    this.kept.delete(id);
    this.kept.set(id, thumbnail);
  }

  private forget(visible: ReadonlySet<string>): void {
    const capacity = this.config.capacity ?? 1200;
    for (const [id, thumbnail] of this.kept) {
      if (this.kept.size <= capacity + visible.size) return;
      if (visible.has(id)) continue;
      this.kept.delete(id);
      release(thumbnail);
    }
  }
}

function toThumbnail(bytes: Uint8Array | null, reason: string | null): Thumbnail {
  if (!bytes) return { reason: reason ?? 'The picture cannot be shown.' };
  return { url: URL.createObjectURL(new Blob([bytes as Uint8Array<ArrayBuffer>], { type: 'image/webp' })) };
}

function release(thumbnail: Thumbnail): void {
  if ('url' in thumbnail) URL.revokeObjectURL(thumbnail.url);
}
