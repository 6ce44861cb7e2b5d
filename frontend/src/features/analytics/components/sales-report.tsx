import { Trans, useLingui } from '@lingui/react/macro';
import { Skeleton, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { lazy, type ReactNode, Suspense } from 'react';

import { DataTable } from '@/components/ui/data-table';
import { EmptyState } from '@/components/ui/empty-state';
import { ExportButtons } from '@/components/ui/export-buttons';
import { CalendarIcon } from '@/components/ui/icons';
import { Loaded } from '@/components/ui/loaded';
import { Panel } from '@/components/ui/panel';
import type { Sheet } from '@/lib/export/csv';
import { useFormat } from '@/lib/i18n/use-format';

import { type Analytics, analyticsQuery } from '../api/analytics';
import { perDay, runningSum } from '../api/days';
import classes from './analytics.module.css';
import { useDayTable, useTypeTable } from './tables';

// Drawing takes a library that nothing else needs.
const Chart = lazy(() => import('@/components/ui/chart'));

interface SalesReportProps {
  eventId: string;
  /** What the exported files are called after. */
  fileName: string;
}

/** How the event sells and who came: pictures, and the same numbers to read and to take along. */
export function SalesReport({ eventId, fileName }: SalesReportProps) {
  const analytics = useQuery(analyticsQuery(eventId));
  return (
    <Loaded query={analytics} height={420}>
      {(data) =>
        data.days.length > 0 ? <Report analytics={data} fileName={fileName} /> : <NothingYet />
      }
    </Loaded>
  );
}

function NothingYet() {
  return (
    <EmptyState icon={<CalendarIcon size={26} />} title={<Trans>Nothing sold yet</Trans>}>
      <Trans>The first sale appears here within seconds, by itself.</Trans>
    </EmptyState>
  );
}

function Report({ analytics, fileName }: { analytics: Analytics; fileName: string }) {
  const { t } = useLingui();
  const { count, day: shortDay } = useFormat();
  const days = perDay(analytics.days);
  const dates = days.map(({ day }) => day);
  const perType = useTypeTable(analytics);
  const newestFirst = [...days].reverse();
  const daily = useDayTable(newestFirst, analytics);
  const over = { days: dates, formatDay: shortDay, formatValue: count };

  return (
    <div className={classes.stack}>
      <Panel title={<Trans>Sales by day</Trans>}>
        <Suspense fallback={<Skeleton height={240} />}>
          <Chart
            {...over}
            kind="bars"
            label={t`Tickets sold on each day, by kind of ticket`}
            lines={analytics.ticket_types.map((type) => ({
              name: type.name,
              values: days.map(({ byType }) => byType[type.ticket_type_id] ?? 0),
            }))}
          />
        </Suspense>
        <Numbers
          title={<Trans>The same numbers</Trans>}
          sheet={{ ...daily.sheet, name: `${fileName}-days` }}
        >
          <DataTable
            label={t`Sales by day`}
            columns={daily.columns}
            rows={newestFirst}
            keyOf={({ day }) => day}
          />
        </Numbers>
      </Panel>
      <Panel title={<Trans>By kind of ticket</Trans>}>
        <Numbers sheet={{ ...perType.sheet, name: `${fileName}-tickets` }}>
          <DataTable
            label={t`By kind of ticket`}
            columns={perType.columns}
            rows={analytics.ticket_types}
            keyOf={(type) => type.ticket_type_id}
          />
        </Numbers>
        <p className={classes.hint}>
          <Trans>
            Revenue is what buyers paid, fees and tax included. What was refunded is taken off in
            the last column.
          </Trans>
        </p>
      </Panel>
      <Panel title={<Trans>Check-ins</Trans>}>
        <Suspense fallback={<Skeleton height={240} />}>
          <Chart
            {...over}
            kind="lines"
            label={t`How many had come in by the end of each day`}
            lines={[
              { name: t`Checked in`, values: runningSum(days.map(({ checkedIn }) => checkedIn)) },
              {
                name: t`Sold`,
                values: runningSum(days.map(({ sold, returned }) => sold - returned)),
              },
            ]}
          />
        </Suspense>
      </Panel>
    </div>
  );
}

interface NumbersProps {
  title?: ReactNode;
  sheet: Sheet;
  children: ReactNode;
}

function Numbers({ title, sheet, children }: NumbersProps) {
  return (
    <>
      <div className={classes.head}>
        {title ? <Title order={3}>{title}</Title> : <span />}
        <div>
          <ExportButtons sheet={sheet} />
        </div>
      </div>
      {children}
    </>
  );
}
