/** A cell of a CSV file, in quotes where it needs them (RFC 4180). */
export const csvCell = (cell: string) => (/[",\r\n]|^\s|\s$/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell);
