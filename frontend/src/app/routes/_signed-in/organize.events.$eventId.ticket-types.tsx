import { useLingui } from '@lingui/react/macro';
import { useQuery, useSuspenseQuery } from '@tanstack/react-query';
import { createFileRoute } from '@tanstack/react-router';

import { analyticsQuery, soldByType } from '@/features/analytics/api/analytics';
import { ownEventQuery } from '@/features/own-events/api/own-events';
import { EventDesk } from '@/features/own-events/components/event-desk';
import { ticketTypesQuery } from '@/features/ticket-types/api/ticket-types';
import { TicketTypeList } from '@/features/ticket-types/components/ticket-type-list';

export const Route = createFileRoute('/_signed-in/organize/events/$eventId/ticket-types')({
  loader: ({ context: { queryClient }, params: { eventId } }) => {
    void queryClient.prefetchQuery(ticketTypesQuery(eventId));
  },
  component: TicketTypesPage,
});

function TicketTypesPage() {
  const { t } = useLingui();
  const { eventId } = Route.useParams();
  const event = useSuspenseQuery(ownEventQuery(eventId)).data.data;
  const isDraft = event.status === 'draft';
  const analytics = useQuery({ ...analyticsQuery(eventId), enabled: !isDraft });
  return (
    <EventDesk eventId={eventId} title={t`Tickets`}>
      <TicketTypeList
        eventId={eventId}
        timeZone={event.venue?.time_zone ?? Intl.DateTimeFormat().resolvedOptions().timeZone}
        isDraft={isDraft}
        sold={analytics.data ? soldByType(analytics.data) : {}}
        isCanceled={event.status === 'canceled'}
      />
    </EventDesk>
  );
}
