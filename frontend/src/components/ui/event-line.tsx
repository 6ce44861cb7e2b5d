import { Link } from '@tanstack/react-router';

import { useFormat } from '@/lib/i18n/use-format';

import classes from './event-line.module.css';
import { Poster } from './poster';

export interface EventLineProps {
  id: string;
  title: string;
  startsAt: string;
  timeZone: string;
  venueName: string;
  city: string;
  imageUrl?: string | null;
}

/** An event in a few lines beside its picture: in checkout, orders and tickets. */
export function EventLine(event: EventLineProps) {
  const { venueTime } = useFormat();
  const start = venueTime(event.startsAt, event.timeZone);
  return (
    <div className={classes.line}>
      <div className={classes.picture}>
        <Poster seed={event.id} src={event.imageUrl ?? null} sizes="6rem" />
      </div>
      <div className={classes.text}>
        <Link to="/events/$eventId" params={{ eventId: event.id }} className={classes.title}>
          {event.title}
        </Link>
        <span>
          {start.date}, {start.time} ({start.zone})
        </span>
        <span>
          {event.venueName}, {event.city}
        </span>
      </div>
    </div>
  );
}
