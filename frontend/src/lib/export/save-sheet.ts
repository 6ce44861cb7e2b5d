/** Saves a table that is on the screen as a file. */
import { type Sheet, toCsv } from './csv';

export function saveCsv(sheet: Sheet) {
  save(new Blob([toCsv(sheet)], { type: 'text/csv;charset=utf-8' }), `${sheet.name}.csv`);
}

/** Loaded when it is wanted; cells of text are typed as text, so that none of them is a formula. */
export async function saveXlsx(sheet: Sheet) {
  const { default: writeXlsxFile } = await import('write-excel-file/universal');
  const headers = sheet.headers.map((value) => ({
    value,
    type: String,
    fontWeight: 'bold' as const,
  }));
  const rows = sheet.rows.map((row) =>
    row.map((value) =>
      typeof value === 'number' ? { value, type: Number } : { value: value ?? '', type: String },
    ),
  );
  save(await writeXlsxFile([headers, ...rows]).toBlob(), `${sheet.name}.xlsx`);
}

function save(file: Blob, name: string) {
  const address = URL.createObjectURL(file);
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  link.click();
  // Not at once: the browser reads the file after this function has returned.
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
}
