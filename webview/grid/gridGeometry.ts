/**
 * Where the tiles of a virtual grid lie. Virtual pixels count the whole grid as if it were drawn; scroll pixels are what
 * the browser's scroll bar can hold.
 */
export interface GridShape {
  readonly count: number;
  readonly columns: number;
  readonly rows: number;
  readonly rowHeight: number;
  /** Height of the visible part, px. */
  readonly viewport: number;
}

/** Browsers clamp the height of elements: Firefox at 17.8 M px, Chromium at 33.5 M px. */
export const maximumScrollHeight = 15_000_000;

export interface GridSize {
  readonly count: number;
  readonly width: number;
  readonly viewport: number;
  readonly tileWidth: number;
  readonly rowHeight: number;
}

export function gridShape({ count, width, viewport, tileWidth, rowHeight }: GridSize): GridShape {
  const columns = Math.max(1, Math.floor(width / tileWidth));
  return { count, columns, rows: Math.ceil(count / columns), rowHeight, viewport };
}

const virtualHeight = (shape: GridShape): number => shape.rows * shape.rowHeight;

/** Height to give the scrolled element: the true one, or as much as every browser takes. */
export const scrollHeight = (shape: GridShape): number => Math.min(virtualHeight(shape), maximumScrollHeight);

/** Whether one scroll pixel stands for more than one virtual pixel. */
export const isScaled = (shape: GridShape): boolean => virtualHeight(shape) > maximumScrollHeight;

/** The greatest top of the visible part, virtual px. */
export const maximumTop = (shape: GridShape): number => Math.max(0, virtualHeight(shape) - shape.viewport);

export const clampTop = (shape: GridShape, top: number): number => Math.min(Math.max(0, top), maximumTop(shape));

const scrollRange = (shape: GridShape): number => Math.max(1, scrollHeight(shape) - shape.viewport);

export function topOfScroll(shape: GridShape, scrollTop: number): number {
  return clampTop(shape, isScaled(shape) ? (scrollTop / scrollRange(shape)) * maximumTop(shape) : scrollTop);
}

export function scrollOfTop(shape: GridShape, top: number): number {
  return isScaled(shape) ? (top / maximumTop(shape)) * scrollRange(shape) : top;
}

/** First row and the row after the last that are at least partly visible, with `margin` rows more on either side. */
export function visibleRows(shape: GridShape, top: number, margin: number): { first: number; end: number } {
  const first = Math.max(0, Math.floor(top / shape.rowHeight) - margin);
  const end = Math.min(shape.rows, Math.ceil((top + shape.viewport) / shape.rowHeight) + margin);
  return { first, end: Math.max(first, end) };
}

/** The top nearest to `top` at which the whole row of tile `index` is visible. */
export function topShowing(shape: GridShape, top: number, index: number): number {
  const rowTop = Math.floor(index / shape.columns) * shape.rowHeight;
  if (rowTop < top) return clampTop(shape, rowTop);
  if (rowTop + shape.rowHeight > top + shape.viewport) return clampTop(shape, rowTop + shape.rowHeight - shape.viewport);
  return top;
}

/** Where a key moves the focus from tile `index`, or null where the key moves nothing. Ctrl makes Home and End span the whole grid. */
export function movedIndex(shape: GridShape, index: number, key: string, ctrl: boolean): number | null {
  const { columns, count } = shape;
  const page = Math.max(1, Math.floor(shape.viewport / shape.rowHeight)) * columns;
  const last = count - 1;
  const rowStart = index - (index % columns);
  switch (key) {
    case 'ArrowLeft': return Math.max(0, index - 1);
    case 'ArrowRight': return Math.min(last, index + 1);
    case 'ArrowUp': return index >= columns ? index - columns : index;
    case 'ArrowDown': return rowStart + columns <= last ? Math.min(last, index + columns) : index;
    case 'PageUp': return index >= page ? index - page : index % columns;
    case 'PageDown': return Math.min(last, index + page);
    case 'Home': return ctrl ? 0 : rowStart;
    case 'End': return ctrl ? last : Math.min(last, rowStart + columns - 1);
    default: return null;
  }
}

/** Rows drawn beyond the visible ones on either side. */
export const marginRows = 2;

/** The rows to have in the document, in order: those in sight, and `kept` wherever it is, so that the focus is never lost. */
export function drawnRows(shape: GridShape, top: number, kept: number): number[] {
  const { first, end } = visibleRows(shape, top, marginRows);
  const rows = Array.from({ length: end - first }, (_, k) => first + k);
  // In order, so that Lit never moves the kept row's element: an element that moves loses the focus.
  if (shape.count > 0 && kept < first) rows.unshift(kept);
  else if (shape.count > 0 && kept >= end) rows.push(kept);
  return rows;
}

/** Where a row is drawn, px from the top of the visible part. Rows out of sight wait just outside: far away they would not be told apart from precision loss. */
export function rowOffset(shape: GridShape, top: number, row: number): number {
  return Math.min(Math.max(row * shape.rowHeight - top, -shape.rowHeight * (marginRows + 1)), shape.viewport + shape.rowHeight * marginRows);
}
