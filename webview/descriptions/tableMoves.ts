/** A cell of the table: column 0 is the sticker, 1 to 4 are its views. */
export interface Place {
  readonly row: number;
  readonly column: number;
}

export const lastColumn = 4;

/** Where a key moves the focus, or null where the key moves nothing. Ctrl makes Home and End span the whole table. `page`: rows in sight. */
export function movedPlace({ row, column }: Place, key: string, ctrl: boolean, rows: number, page: number): Place | null {
  const last = rows - 1;
  switch (key) {
    case 'ArrowLeft': return { row, column: Math.max(0, column - 1) };
    case 'ArrowRight': return { row, column: Math.min(lastColumn, column + 1) };
    case 'ArrowUp': return { row: Math.max(0, row - 1), column };
    case 'ArrowDown': return { row: Math.min(last, row + 1), column };
    case 'PageUp': return { row: Math.max(0, row - page), column };
    case 'PageDown': return { row: Math.min(last, row + page), column };
    case 'Home': return ctrl ? { row: 0, column: 0 } : { row, column: 0 };
    case 'End': return ctrl ? { row: last, column: lastColumn } : { row, column: lastColumn };
    default: return null;
  }
}

/** The text after this one, or before it, row by row; null at either end. */
export function nextText({ row, column }: Place, rows: number, backwards: boolean): Place | null {
  if (!backwards) return column < lastColumn ? { row, column: column + 1 } : row < rows - 1 ? { row: row + 1, column: 1 } : null;
  return column > 1 ? { row, column: column - 1 } : row > 0 ? { row: row - 1, column: lastColumn } : null;
}
