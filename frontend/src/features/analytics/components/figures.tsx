import { useFormat } from '@/lib/i18n/use-format';
import type { Column } from '@/components/ui/data-table';
import type { Cell, Sheet } from '@/lib/export/csv';
import { inUnits } from '@/lib/money';

/** Rows of figures: what is shown, and the same as a file. */
export interface Table<Row> {
  rows: readonly Row[];
  columns: Column<Row>[];
  sheet: Omit<Sheet, 'name'>;
}

interface Name<Row> {
  header: string;
  shown: (row: Row) => string;
  saved: (row: Row) => Cell;
}

interface Figure<Row> {
  id: string;
  header: string;
  value: (row: Row) => number;
  isMoney?: boolean;
}

/** One column that names the row, then figures; in the file money stands in units of the currency. */
export function useFigures<Row>(
  rows: readonly Row[],
  name: Name<Row>,
  figures: Figure<Row>[],
  currency: string | null = null,
): Table<Row> {
  const { money, count } = useFormat();
  const units = (amount: number) => inUnits(amount, currency ?? 'EUR');
  return {
    rows,
    columns: [
      { id: 'name', header: name.header, isName: true, isWhole: true, cell: name.shown },
      ...figures.map(({ id, header, value, isMoney }) => ({
        id,
        header,
        isNumber: true,
        cell: (row: Row) => (isMoney && currency ? money(value(row), currency) : count(value(row))),
      })),
    ],
    sheet: {
      headers: [
        name.header,
        ...figures.map(({ header, isMoney }) =>
          isMoney && currency ? `${header} (${currency})` : header,
        ),
      ],
      rows: rows.map((row) => [
        name.saved(row),
        ...figures.map(({ value, isMoney }) => (isMoney ? units(value(row)) : value(row))),
      ]),
    },
  };
}
