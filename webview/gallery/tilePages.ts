import type { StickerTile } from '../../extension/protocol/engine.ts';

export interface TilePage {
  readonly total: number;
  readonly tiles: readonly StickerTile[];
}

export interface TilePagesConfig {
  readonly read: (offset: number, limit: number, signal: AbortSignal) => Promise<TilePage>;
  readonly onChange: () => void;
  readonly onFailure: (reason: unknown) => void;
}

const pageSize = 120;
/** Beyond this the pages farthest from the visible ones are dropped: 7,200 tiles, some 2 MB. */
const keptPages = 60;

/** The tiles of one filter, fetched by the page as they come into view. A new filter is a new `TilePages`. */
export class TilePages {
  /** Null until the first page has come. */
  total: number | null = null;
  private readonly config: TilePagesConfig;
  private readonly pages = new Map<number, readonly StickerTile[]>();
  private readonly pending = new Map<number, AbortController>();

  constructor(config: TilePagesConfig) {
    this.config = config;
  }

  tile(index: number): StickerTile | null {
    return this.pages.get(Math.floor(index / pageSize))?.[index % pageSize] ?? null;
  }

  /** Fetches what is missing of the tiles from `first` to before `end`; stops fetching what is no longer wanted. */
  show(first: number, end: number): void {
    const firstPage = Math.floor(first / pageSize);
    const lastPage = Math.max(firstPage, Math.floor((end - 1) / pageSize));
    for (const [page, controller] of this.pending) {
      if (page < firstPage || page > lastPage) {
        this.pending.delete(page);
        controller.abort();
      }
    }
    for (let page = firstPage; page <= lastPage; page++) {
      if (!this.pages.has(page) && !this.pending.has(page)) this.fetch(page);
    }
    this.forget((firstPage + lastPage) / 2);
  }

  dispose(): void {
    for (const controller of this.pending.values()) controller.abort();
    this.pending.clear();
  }

  private fetch(page: number): void {
    const controller = new AbortController();
    this.pending.set(page, controller);
    const current = (): boolean => this.pending.get(page) === controller && this.pending.delete(page);
    this.config.read(page * pageSize, pageSize, controller.signal).then(
      ({ total, tiles }) => {
        if (!current()) return;
        this.total = total;
        this.pages.set(page, tiles);
        this.config.onChange();
      },
      (reason: unknown) => { if (current()) this.config.onFailure(reason); },
    );
  }

  private forget(center: number): void {
    const distant = [...this.pages.keys()].toSorted((a, b) => Math.abs(b - center) - Math.abs(a - center));
    for (const page of distant.slice(0, Math.max(0, this.pages.size - keptPages))) this.pages.delete(page);
  }
}
