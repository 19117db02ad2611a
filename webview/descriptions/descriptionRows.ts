import type { DescriptionRow, StickerFilter } from '../../extension/protocol/engine.ts';
import { dependsOnTexts } from '../filter/filterConditions.ts';
import { Pages } from '../grid/pages.ts';

export interface DescriptionRowsConfig {
  readonly filter: StickerFilter;
  readonly page: (filter: StickerFilter, offset: number, limit: number, signal?: AbortSignal) => Promise<{ readonly total: number; readonly rows: readonly DescriptionRow[] }>;
  /** The first `limit` stickers that pass the filter. */
  readonly ids: (filter: StickerFilter, limit: number) => Promise<readonly string[]>;
  readonly onChange: () => void;
  readonly onFailure: (reason: unknown) => void;
}

/** Rows of four texts each: 60 pages of them are some 3 MB. */
const pageSize = 40;
/** More stickers than this are not listed beforehand: 3 MB. */
const mostListed = 50_000;

/**
 * The rows of the stickers that passed a filter when it was set. Where editing a text can change who passes, the stickers are
 * listed once: rows neither vanish under the caret nor move while the person works through them.
 */
export class DescriptionRows {
  private readonly config: DescriptionRowsConfig;
  private readonly pages: Pages<DescriptionRow>;
  private listed: Promise<readonly string[]> | null = null;

  constructor(config: DescriptionRowsConfig) {
    this.config = config;
    this.pages = new Pages<DescriptionRow>({
      pageSize, onChange: config.onChange, onFailure: config.onFailure,
      read: (offset, limit, signal) => this.read(offset, limit, signal),
    });
  }

  get total(): number | null {
    return this.pages.total;
  }

  row(index: number): DescriptionRow | null {
    return this.pages.item(index);
  }

  show(first: number, end: number): void {
    this.pages.show(first, end);
  }

  /** Too much changed to say what: everything is read anew as it comes into view. */
  outdate(): void {
    this.pages.outdate();
  }

  /** Puts these stickers' present texts in their rows, where those are loaded. */
  async refresh(ids: readonly string[]): Promise<void> {
    const changed = new Set(ids);
    const loaded: string[] = [];
    this.pages.update((row) => {
      if (changed.has(row.id)) loaded.push(row.id);
      return row;
    });
    if (loaded.length === 0) return;
    const { rows } = await this.config.page(onlyThese(loaded), 0, loaded.length);
    const found = new Map(rows.map((row) => [row.id, row]));
    this.update((row) => found.get(row.id) ?? row);
  }

  update(change: (row: DescriptionRow) => DescriptionRow): void {
    this.pages.update(change);
    this.config.onChange();
  }

  /** Where the sticker stands, where that is known without asking; -1 where it is not there. */
  async position(id: string): Promise<number | null> {
    return this.listed ? (await this.listed).indexOf(id) : null;
  }

  dispose(): void {
    this.pages.dispose();
  }

  private async read(offset: number, limit: number, signal: AbortSignal): Promise<{ total: number; items: readonly DescriptionRow[] }> {
    const { filter, page, ids } = this.config;
    if (this.listed) {
      const listed = await this.listed;
      const { rows } = await page(onlyThese(listed.slice(offset, offset + limit)), 0, limit, signal);
      return { total: listed.length, items: rows };
    }
    const { total, rows } = await page(filter, offset, limit, signal);
    if (dependsOnTexts(filter) && total > 0 && total <= mostListed) this.listed ??= ids(filter, total);
    return { total, items: rows };
  }
}

const onlyThese = (ids: readonly string[]): StickerFilter => ({ selection: { ids, reason: 'rows of the table' } });
