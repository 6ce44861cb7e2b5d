import { Trans } from '@lingui/react/macro';
import { useQuery } from '@tanstack/react-query';

import { EmptyState } from '@/components/ui/empty-state';
import { CalendarIcon } from '@/components/ui/icons';
import { Loaded } from '@/components/ui/loaded';

import { type Analytics, analyticsQuery } from '../api/analytics';
import { perDay } from '../api/days';
import classes from './analytics.module.css';
import { CheckInCurve } from './check-in-curve';
import { MoneyByDay, SoldByDay, SoldByType } from './sales-parts';

interface SalesReportProps {
  eventId: string;
  /** Of the venue. */
  timeZone: string;
  /** What the exported files are called after. */
  fileName: string;
}

/** How the event sells and who came: pictures, and the same numbers to read and to take along. */
export function SalesReport({ eventId, ...shown }: SalesReportProps) {
  const analytics = useQuery(analyticsQuery(eventId));
  return (
    <Loaded query={analytics} height={420}>
      {(data) => (data.days.length > 0 ? <Report analytics={data} {...shown} /> : <NothingYet />)}
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

type ReportProps = { analytics: Analytics } & Omit<SalesReportProps, 'eventId'>;

function Report({ analytics, timeZone, fileName }: ReportProps) {
  const about = { analytics, days: perDay(analytics.days), fileName };
  return (
    <div className={classes.stack}>
      <SoldByDay {...about} />
      <MoneyByDay {...about} />
      <SoldByType {...about} />
      <CheckInCurve spans={analytics.check_ins} timeZone={timeZone} fileName={fileName} />
    </div>
  );
}
