export interface Page<T> {
  readonly total: number;
  readonly items: readonly T[];
}

export interface PagesConfig<T> {
  readonly read: (offset: number, limit: number, signal: AbortSignal) => Promise<Page<T>>;
  readonly onChange: () => void;
  readonly onFailure: (reason: unknown) => void;
  readonly pageSize: number;
}

/** Beyond this the pages farthest from the visible ones are dropped. */
const keptPages = 60;

/** A long list fetched by the page as it comes into view. Another list, for example another filter's, is a new `Pages`. */
export class Pages<T> {
  /** Null until the first page has come. */
  total: number | null = null;
  private readonly config: PagesConfig<T>;
  private readonly pages = new Map<number, readonly T[]>();
  private readonly pending = new Map<number, AbortController>();
  /** Pages that are shown until they have come anew. */
  private readonly stale = new Set<number>();

  constructor(config: PagesConfig<T>) {
    this.config = config;
  }

  item(index: number): T | null {
    const { pageSize } = this.config;
    return this.pages.get(Math.floor(index / pageSize))?.[index % pageSize] ?? null;
  }

  /** Fetches what is missing of the items from `first` to before `end`; stops fetching what is no longer wanted. */
  show(first: number, end: number): void {
    const { pageSize } = this.config;
    const firstPage = Math.floor(first / pageSize);
    const lastPage = Math.max(firstPage, Math.floor((end - 1) / pageSize));
    for (const [page, controller] of this.pending) {
      if (page < firstPage || page > lastPage) {
        this.pending.delete(page);
        controller.abort();
      }
    }
    for (let page = firstPage; page <= lastPage; page++) {
      if ((!this.pages.has(page) || this.stale.has(page)) && !this.pending.has(page)) this.fetch(page);
    }
    this.forget((firstPage + lastPage) / 2);
  }

  /** Everything may have changed: what is there stays until `show` has fetched it anew. */
  outdate(): void {
    this.dispose();
    for (const page of this.pages.keys()) this.stale.add(page);
  }

  /** Puts items that changed in the place of the present ones. */
  update(change: (item: T) => T): void {
    for (const [page, items] of this.pages) this.pages.set(page, items.map(change));
  }

  dispose(): void {
    for (const controller of this.pending.values()) controller.abort();
    this.pending.clear();
  }

  private fetch(page: number): void {
    const { pageSize } = this.config;
    const controller = new AbortController();
    this.pending.set(page, controller);
    const current = (): boolean => this.pending.get(page) === controller && this.pending.delete(page);
    this.config.read(page * pageSize, pageSize, controller.signal).then(
      ({ total, items }) => {
        if (!current()) return;
        this.total = total;
        this.pages.set(page, items);
        this.stale.delete(page);
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
