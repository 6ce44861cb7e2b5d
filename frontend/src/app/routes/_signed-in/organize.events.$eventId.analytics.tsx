import { Trans, useLingui } from '@lingui/react/macro';
import { useSuspenseQuery } from '@tanstack/react-query';
import { createFileRoute } from '@tanstack/react-router';

import { LiveFigures } from '@/features/analytics/components/live-figures';
import { SalesReport } from '@/features/analytics/components/sales-report';
import { ownEventQuery } from '@/features/own-events/api/own-events';
import { EventDesk } from '@/features/own-events/components/event-desk';

import classes from './organize.module.css';

export const Route = createFileRoute('/_signed-in/organize/events/$eventId/analytics')({
  component: AnalyticsPage,
});

function AnalyticsPage() {
  const { t } = useLingui();
  const { eventId } = Route.useParams();
  const event = useSuspenseQuery(ownEventQuery(eventId)).data.data;
  return (
    <EventDesk
      isOfSale
      eventId={eventId}
      title={t`Sales`}
      lead={<Trans>These figures follow the sale by themselves.</Trans>}
    >
      <div className={classes.stack}>
        <LiveFigures eventId={eventId} />
        <SalesReport
          eventId={eventId}
          timeZone={event.venue?.time_zone ?? 'UTC'}
          fileName={event.slug}
        />
      </div>
    </EventDesk>
  );
}
