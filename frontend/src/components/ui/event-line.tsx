import { Trans } from '@lingui/react/macro';
import { Link } from '@tanstack/react-router';

import { useFormat } from '@/lib/i18n/use-format';
import { isDateOpen, type Plans } from '@/lib/plans';

import classes from './event-line.module.css';
import { Poster } from './poster';

export interface EventLineProps {
  id: string;
  title: string;
  plans: Plans;
  timeZone: string;
  venueName: string;
  city: string;
  imageUrl?: string | null;
}

/** An event in a few lines beside its picture: in checkout, orders and tickets. */
export function EventLine(event: EventLineProps) {
  const { venueTime } = useFormat();
  const start = venueTime(event.plans.starts_at, event.timeZone);
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
          {isDateOpen(event.plans) ? (
            <Trans>Postponed, new date not known yet</Trans>
          ) : (
            `${start.date}, ${start.time} (${start.zone})`
          )}
        </span>
        <span>
          {event.venueName}, {event.city}
        </span>
      </div>
    </div>
  );
}
