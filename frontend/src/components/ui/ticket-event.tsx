import type { components } from '@/lib/api/schema';

import { EventLine } from './event-line';

/** The event of a ticket, from the ticket's own facts; those of the offers and lines for tickets are the same. */
export function TicketEvent({ event }: { event: components['schemas']['TicketEvent'] }) {
  return (
    <EventLine
      id={event.id}
      title={event.title}
      plans={event}
      timeZone={event.time_zone}
      venueName={event.venue_name}
      city={event.city}
      imageUrl={event.image_url}
    />
  );
}
