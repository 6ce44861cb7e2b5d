/** A table as a file that spreadsheets open without running anything that somebody typed into a name. */

export type Cell = string | number | null;

export interface Sheet {
  /** Without its ending. */
  name: string;
  headers: readonly string[];
  rows: readonly (readonly Cell[])[];
}

// What a spreadsheet takes for the beginning of a formula, also in the wide letters of Asian keyboards.
const FORMULA = /^[=+\-@\t\r\n＝＋－＠]/;

/** RFC 4180 with every cell quoted; a byte order mark so that spreadsheets read it as UTF-8. */
export function toCsv({ headers, rows }: Sheet): string {
  return `\uFEFF${[headers, ...rows].map(toLine).join('\r\n')}\r\n`;
}

function toLine(cells: readonly Cell[]): string {
  return cells.map((cell) => `"${toText(cell).replaceAll('"', '""')}"`).join(',');
}

function toText(cell: Cell): string {
  if (cell === null) return '';
  if (typeof cell === 'number') return String(cell);
  return FORMULA.test(cell) ? `'${cell}` : cell;
}
