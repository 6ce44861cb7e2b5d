/** The figures as tables: what is shown, and the same as a file. */
import { useLingui } from '@lingui/react/macro';

import type { Column } from '@/components/ui/data-table';
import type { Cell, Sheet } from '@/lib/export/csv';
import { useFormat } from '@/lib/i18n/use-format';
import { currencyDigits } from '@/lib/money';

import type { Analytics } from '../api/analytics';
import type { Day } from '../api/days';

interface Table<Row> {
  columns: Column<Row>[];
  sheet: Omit<Sheet, 'name'>;
}

interface Figure<Row> {
  id: string;
  header: string;
  value: (row: Row) => number;
  isMoney?: boolean;
}

/** One column that names the row, then figures; in the file money stands in units of the currency. */
function useFigures<Row>(
  name: { header: string; shown: (row: Row) => string; value: (row: Row) => Cell },
  figures: Figure<Row>[],
  rows: readonly Row[],
  currency: string | null,
): Table<Row> {
  const { money, count } = useFormat();
  const unit = 10 ** currencyDigits(currency ?? 'EUR');
  return {
    columns: [
      { id: 'name', header: name.header, isName: true, cell: name.shown },
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
        ...figures.map(({ header, isMoney }) => (isMoney ? `${header} (${currency})` : header)),
      ],
      rows: rows.map((row) => [
        name.value(row),
        ...figures.map(({ value, isMoney }) => (isMoney ? value(row) / unit : value(row))),
      ]),
    },
  };
}

export function useDayTable(days: Day[], { currency }: Analytics): Table<Day> {
  const { t } = useLingui();
  const { day: shownDay } = useFormat();
  return useFigures(
    { header: t`Day`, shown: ({ day }) => shownDay(day), value: ({ day }) => day },
    [
      { id: 'sold', header: t`Sold`, value: (day) => day.sold },
      { id: 'returned', header: t`Given back`, value: (day) => day.returned },
      { id: 'revenue', header: t`Revenue`, value: (day) => day.revenue, isMoney: true },
      { id: 'refunded', header: t`Refunded`, value: (day) => day.refunded, isMoney: true },
      {
        id: 'net',
        header: t`After refunds`,
        value: (day) => day.revenue - day.refunded,
        isMoney: true,
      },
      { id: 'in', header: t`Checked in`, value: (day) => day.checkedIn },
    ],
    days,
    currency,
  );
}

type Kind = Analytics['ticket_types'][number];

export function useTypeTable({ ticket_types: types, currency }: Analytics): Table<Kind> {
  const { t } = useLingui();
  return useFigures(
    { header: t`Ticket`, shown: ({ name }) => name, value: ({ name }) => name },
    [
      { id: 'capacity', header: t`There are`, value: (type) => type.capacity },
      { id: 'sold', header: t`Sold`, value: (type) => type.sold },
      { id: 'returned', header: t`Given back`, value: (type) => type.returned },
      { id: 'in', header: t`Checked in`, value: (type) => type.checked_in },
      { id: 'revenue', header: t`Revenue`, value: (type) => type.revenue, isMoney: true },
      { id: 'refunded', header: t`Refunded`, value: (type) => type.refunded, isMoney: true },
      {
        id: 'net',
        header: t`After refunds`,
        value: (type) => type.revenue - type.refunded,
        isMoney: true,
      },
    ],
    types,
    currency,
  );
}
