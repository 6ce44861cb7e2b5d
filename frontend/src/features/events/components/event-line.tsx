import { Skeleton } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';

import { Poster } from '@/components/ui/poster';
import { useFormat } from '@/lib/i18n/use-format';

import { type Event, eventQuery } from '../api/events';
import classes from './event-line.module.css';

/** An event in two lines beside its picture: in checkout, orders and tickets. */
export function EventLine({ eventId }: { eventId: string }) {
  const event = useQuery(eventQuery(eventId));

  if (event.isPending) return <Skeleton height={56} radius="md" />;
  // What stands beside this line is worth showing also while the event itself cannot be read.
  if (event.isError) return null;
  return <EventLineOf event={event.data} />;
}

function EventLineOf({ event }: { event: Event }) {
  const { venueTime } = useFormat();
  const start = venueTime(event.starts_at, event.venue.time_zone);
  return (
    <div className={classes.line}>
      <div className={classes.picture}>
        <Poster seed={event.id} src={event.image_url} />
      </div>
      <div className={classes.text}>
        <Link to="/events/$eventId" params={{ eventId: event.id }} className={classes.title}>
          {event.title}
        </Link>
        <span>
          {start.date}, {start.time} ({start.zone})
        </span>
        <span>
          {event.venue.name}, {event.venue.city}
        </span>
      </div>
    </div>
  );
}
