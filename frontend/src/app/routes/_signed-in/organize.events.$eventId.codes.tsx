import { Trans, useLingui } from '@lingui/react/macro';
import { useQuery, useSuspenseQuery } from '@tanstack/react-query';
import { createFileRoute } from '@tanstack/react-router';

import { Loaded } from '@/components/ui/loaded';
import { CodeList } from '@/features/codes/components/code-list';
import { ownEventQuery } from '@/features/own-events/api/own-events';
import { EventDesk } from '@/features/own-events/components/event-desk';
import { ticketTypesQuery } from '@/features/ticket-types/api/ticket-types';

export const Route = createFileRoute('/_signed-in/organize/events/$eventId/codes')({
  component: CodesPage,
});

function CodesPage() {
  const { t } = useLingui();
  const { eventId } = Route.useParams();
  const event = useSuspenseQuery(ownEventQuery(eventId)).data.data;
  const types = useQuery(ticketTypesQuery(eventId));
  return (
    <EventDesk
      eventId={eventId}
      title={t`Codes`}
      lead={<Trans>Discounts, and access to tickets that only some may buy.</Trans>}
    >
      <Loaded query={types}>
        {(data) => (
          <CodeList
            eventId={eventId}
            isDraft={event.status === 'draft'}
            currency={event.currency ?? data[0]?.currency ?? 'EUR'}
            timeZone={event.venue?.time_zone ?? Intl.DateTimeFormat().resolvedOptions().timeZone}
            types={data.filter((type) => !type.is_withdrawn)}
          />
        )}
      </Loaded>
    </EventDesk>
  );
}
