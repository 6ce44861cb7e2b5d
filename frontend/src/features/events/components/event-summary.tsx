import { Skeleton } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';

import { EventLine } from '@/components/ui/event-line';

import { eventQuery } from '../api/events';

/** The line of an event that is known by its id only. */
export function EventSummary({ eventId }: { eventId: string }) {
  const { data: event, isPending, isError } = useQuery(eventQuery(eventId));

  if (isPending) return <Skeleton height={72} radius="md" />;
  // What stands beside this line is worth showing also while the event itself cannot be read.
  if (isError) return null;
  return (
    <EventLine
      id={event.id}
      title={event.title}
      plans={event}
      timeZone={event.venue.time_zone}
      venueName={event.venue.name}
      city={event.venue.city}
      imageUrl={event.image_url}
    />
  );
}
