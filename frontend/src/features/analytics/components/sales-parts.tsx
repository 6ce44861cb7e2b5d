import { Trans, useLingui } from '@lingui/react/macro';

import { useFormat } from '@/lib/i18n/use-format';

import type { Analytics } from '../api/analytics';
import { type Day, netOf, placeOf, runningSum } from '../api/days';
import { Drawing, ReportPart } from './report-part';
import { useMoneyTable, useSoldTable, useTypeTable } from './tables';

interface PartProps {
  analytics: Analytics;
  days: Day[];
  fileName: string;
}

/** What the charts over days have in common. */
function useDayAxis(days: Day[]) {
  const { day: shownDay } = useFormat();
  return {
    at: days.map(({ day }) => placeOf(day)),
    marks: 'days' as const,
    timeZone: 'UTC',
    formatAt: (seconds: number) => shownDay(new Date(seconds * 1000).toISOString().slice(0, 10)),
  };
}

export function SoldByDay({ analytics, days, fileName }: PartProps) {
  const { t } = useLingui();
  const { count } = useFormat();
  return (
    <ReportPart
      title={t`Tickets sold by day`}
      figures={useSoldTable(days, analytics)}
      keyOf={({ day }) => day}
      fileName={`${fileName}-tickets-by-day`}
    >
      <Drawing
        {...useDayAxis(days)}
        kind="bars"
        formatValue={count}
        label={t`Tickets sold on each day, by kind of ticket`}
        lines={analytics.ticket_types.map((type) => ({
          name: type.name,
          values: days.map(({ byType }) => byType[type.ticket_type_id] ?? 0),
        }))}
      />
    </ReportPart>
  );
}

export function MoneyByDay({ analytics, days, fileName }: PartProps) {
  const { t } = useLingui();
  const { roundMoney } = useFormat();
  const { currency } = analytics;
  return (
    <ReportPart
      title={t`Money by day`}
      figures={useMoneyTable(days, analytics)}
      keyOf={({ day }) => day}
      fileName={`${fileName}-money-by-day`}
      hint={
        <Trans>
          Revenue is what buyers paid, fees and tax included. Fees are those of tickets that were
          not given back.
        </Trans>
      }
    >
      <Drawing
        {...useDayAxis(days)}
        kind="lines"
        formatValue={(amount) => (currency ? roundMoney(amount, currency) : String(amount))}
        label={t`Money that had come in, and what was left of it, by the end of each day`}
        lines={[
          { name: t`Revenue`, values: runningSum(days.map(({ revenue }) => revenue)) },
          { name: t`What is left`, values: runningSum(days.map(netOf)) },
        ]}
      />
    </ReportPart>
  );
}

export function SoldByType({ analytics, fileName }: PartProps) {
  const { t } = useLingui();
  return (
    <ReportPart
      title={t`By kind of ticket`}
      figures={useTypeTable(analytics)}
      keyOf={(type) => type.ticket_type_id}
      fileName={`${fileName}-kinds`}
    />
  );
}
