/** What each part of the report counts. */
import { useLingui } from '@lingui/react/macro';

import { useFormat } from '@/lib/i18n/use-format';

import type { Analytics } from '../api/analytics';
import type { Step } from '../api/check-in-curve';
import { type Day, netOf } from '../api/days';
import { type Table, useFigures } from './figures';

function useDayName() {
  const { t } = useLingui();
  const { day: shown } = useFormat();
  return {
    header: t`Day`,
    shown: ({ day }: Day) => shown(day),
    saved: ({ day }: Day) => day,
  };
}

/** Tickets of each kind, day by day, the newest first. */
export function useSoldTable(days: Day[], { ticket_types: types }: Analytics): Table<Day> {
  const { t } = useLingui();
  return useFigures([...days].reverse(), useDayName(), [
    ...types.map(({ ticket_type_id: id, name }) => ({
      id,
      header: name,
      value: (day: Day) => day.byType[id] ?? 0,
    })),
    { id: 'sold', header: t`Sold`, value: (day: Day) => day.sold },
    { id: 'returned', header: t`Given back`, value: (day: Day) => day.returned },
  ]);
}

/** Of a day, or of a kind of ticket. */
type Money = Pick<Day, 'revenue' | 'refunded' | 'fees'>;

function useMoneyFigures() {
  const { t } = useLingui();
  return [
    { id: 'revenue', header: t`Revenue`, value: (row: Money) => row.revenue, isMoney: true },
    { id: 'refunded', header: t`Refunded`, value: (row: Money) => row.refunded, isMoney: true },
    { id: 'fees', header: t`Fees`, value: (row: Money) => row.fees, isMoney: true },
    { id: 'net', header: t`What is left`, value: netOf, isMoney: true },
  ];
}

export function useMoneyTable(days: Day[], { currency }: Analytics): Table<Day> {
  return useFigures([...days].reverse(), useDayName(), useMoneyFigures(), currency);
}

type Kind = Analytics['ticket_types'][number];

export function useTypeTable({ ticket_types: types, currency }: Analytics): Table<Kind> {
  const { t } = useLingui();
  const name = ({ name }: Kind) => name;
  return useFigures(
    types,
    { header: t`Ticket`, shown: name, saved: name },
    [
      { id: 'capacity', header: t`There are`, value: (type) => type.capacity },
      { id: 'sold', header: t`Sold`, value: (type) => type.sold },
      { id: 'returned', header: t`Given back`, value: (type) => type.returned },
      { id: 'in', header: t`Checked in`, value: (type) => type.checked_in },
      ...useMoneyFigures(),
    ],
    currency,
  );
}

/** `clock` writes a moment in seconds as the venue's clock shows it. */
export function useStepTable(steps: Step[], clock: (seconds: number) => string): Table<Step> {
  const { t } = useLingui();
  return useFigures(
    steps,
    {
      header: t`From`,
      shown: ({ begins }) => clock(begins),
      saved: ({ begins }) => new Date(begins * 1000).toISOString(),
    },
    [
      { id: 'in', header: t`Checked in`, value: (step) => step.checkedIn },
      { id: 'inside', header: t`In all`, value: (step) => step.inside },
    ],
  );
}
