import { Trans, useLingui } from '@lingui/react/macro';
import { useSuspenseQuery } from '@tanstack/react-query';
import { createFileRoute } from '@tanstack/react-router';

import { LinkButton } from '@/components/ui/links';
import { ownEventQuery } from '@/features/own-events/api/own-events';
import { EventDesk } from '@/features/own-events/components/event-desk';
import { EventEditor } from '@/features/own-events/components/event-editor';
import { EventImage } from '@/features/own-events/components/event-image';
import { venuesQuery } from '@/features/venues/api/venues';
import { CreateVenue } from '@/features/venues/components/create-venue';

import classes from './organize.module.css';

export const Route = createFileRoute('/_signed-in/organize/events/$eventId/details')({
  loader: async ({ context: { queryClient }, params: { eventId } }) => {
    const event = await queryClient.ensureQueryData(ownEventQuery(eventId));
    return queryClient.ensureQueryData(venuesQuery(event.data.organizer_id));
  },
  component: DetailsPage,
});

function DetailsPage() {
  const { t } = useLingui();
  const { eventId } = Route.useParams();
  const { data: event } = useSuspenseQuery(ownEventQuery(eventId));
  const organizerId = event.data.organizer_id;
  const { data: venues } = useSuspenseQuery(venuesQuery(organizerId));

  return (
    <EventDesk
      eventId={eventId}
      title={t`Details`}
      lead={
        event.data.status === 'draft' ? undefined : (
          <Trans>This event is public: what you save here, everybody sees at once.</Trans>
        )
      }
      actions={
        <LinkButton to="/organize/events/$eventId/preview" params={{ eventId }} variant="default">
          <Trans>Preview</Trans>
        </LinkButton>
      }
    >
      <div className={classes.columns}>
        <EventEditor
          event={event}
          venues={venues.map(({ id, name, city, time_zone }) => ({
            id,
            name,
            city,
            timeZone: time_zone,
          }))}
          renderNewVenue={(onCreated) => (
            <CreateVenue organizerId={organizerId} onCreated={({ id }) => onCreated(id)} />
          )}
        />
        <EventImage event={event.data} />
      </div>
    </EventDesk>
  );
}
