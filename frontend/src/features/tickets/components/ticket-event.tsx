import { EventLine } from '@/components/ui/event-line';

import type { Ticket } from '../api/tickets';

/** The event of a ticket, from the ticket's own facts. */
export function TicketEvent({ event }: { event: Ticket['event'] }) {
  return (
    <EventLine
      id={event.id}
      title={event.title}
      startsAt={event.starts_at}
      timeZone={event.time_zone}
      venueName={event.venue_name}
      city={event.city}
      imageUrl={event.image_url}
    />
  );
}
