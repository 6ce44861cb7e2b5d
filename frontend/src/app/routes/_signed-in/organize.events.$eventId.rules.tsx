import { Trans, useLingui } from '@lingui/react/macro';
import { useSuspenseQuery } from '@tanstack/react-query';
import { createFileRoute } from '@tanstack/react-router';

import { ownEventQuery } from '@/features/own-events/api/own-events';
import { EventDesk } from '@/features/own-events/components/event-desk';
import { SaleRulesForm } from '@/features/sale-rules/components/sale-rules-form';

export const Route = createFileRoute('/_signed-in/organize/events/$eventId/rules')({
  component: RulesPage,
});

function RulesPage() {
  const { t } = useLingui();
  const { eventId } = Route.useParams();
  const event = useSuspenseQuery(ownEventQuery(eventId)).data.data;
  return (
    <EventDesk
      eventId={eventId}
      title={t`Rules`}
      lead={<Trans>Tax and fees, and what buyers may give back or pass on.</Trans>}
    >
      <SaleRulesForm
        eventId={eventId}
        currency={event.currency ?? 'EUR'}
        timeZone={event.venue?.time_zone ?? 'UTC'}
        isCanceled={event.status === 'canceled'}
      />
    </EventDesk>
  );
}
