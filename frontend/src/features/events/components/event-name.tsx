import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';

import { eventQuery } from '../api/events';

/** The title of an event that is known by its id only, leading to its page; the id itself until there is one. */
export function EventName({ eventId }: { eventId: string }) {
  const { data: event } = useQuery(eventQuery(eventId));
  if (!event) return eventId;
  return (
    <Link to="/events/$eventId" params={{ eventId }}>
      {event.title}
    </Link>
  );
}
