import { Trans } from '@lingui/react/macro';
import { Link } from '@tanstack/react-router';

import { Poster } from '@/components/ui/poster';
import { Tag } from '@/components/ui/tag';
import { useFormat } from '@/lib/i18n/use-format';

import type { Event } from '../api/events';
import classes from './event-card.module.css';

/** One event among others: its picture, when, what, where. The whole card is the link. */
export function EventCard({ event }: { event: Event }) {
  const { venueTime } = useFormat();
  const start = venueTime(event.starts_at, event.venue.time_zone);

  return (
    <article className={classes.card}>
      <div className={classes.picture}>
        <Poster seed={event.id} src={event.image_url} />
        <div className={classes.date} aria-hidden="true">
          <span className={classes.day}>{start.day}</span>
          <span className={classes.month}>{start.month}</span>
        </div>
      </div>
      <div className={classes.body}>
        <p className={classes.when} data-testid="event-start">
          {start.date} · {start.time}
        </p>
        <h3 className={classes.title}>
          <Link to="/events/$eventId" params={{ eventId: event.id }} className={classes.link}>
            {event.title}
          </Link>
        </h3>
        <p className={classes.where}>
          {event.venue.name}, {event.venue.city}
        </p>
        {event.status === 'canceled' && (
          <Tag tone="bad">
            <Trans>Canceled</Trans>
          </Tag>
        )}
        {event.status === 'postponed' && (
          <Tag tone="warn">
            <Trans>Postponed</Trans>
          </Tag>
        )}
      </div>
    </article>
  );
}
