import { Trans } from '@lingui/react/macro';
import { Link } from '@tanstack/react-router';

import { Poster } from '@/components/ui/poster';
import { EventTag } from '@/components/ui/standing-tag';
import { useFormat } from '@/lib/i18n/use-format';
import { isDateOpen } from '@/lib/plans';

import type { EventSummary } from '../api/events';
import classes from './event-card.module.css';

/** One event among others: its picture, when, what, where. The whole card is the link. */
export function EventCard({ event, isFirst }: { event: EventSummary; isFirst: boolean }) {
  const { venueTime, money } = useFormat();
  const start = venueTime(event.starts_at, event.venue.time_zone);
  const isOpen = isDateOpen(event);

  return (
    <article className={classes.card}>
      <div className={classes.picture}>
        <Poster
          seed={event.id}
          src={event.image_url}
          sizes="(min-width: 44em) 26rem, 92vw"
          isFirst={isFirst}
        />
        {!isOpen && (
          <div className={classes.date} aria-hidden="true">
            <span className={classes.day}>{start.day}</span>
            <span className={classes.month}>{start.month}</span>
          </div>
        )}
      </div>
      <div className={classes.body}>
        <p className={classes.when} data-testid="event-start">
          {isOpen ? <Trans>New date not known yet</Trans> : `${start.date} · ${start.time}`}
        </p>
        <h3 className={classes.title}>
          <Link to="/e/$slug" params={{ slug: event.slug }} className={classes.link}>
            {event.title}
          </Link>
        </h3>
        <p className={classes.where}>
          {event.venue.name}, {event.venue.city}
        </p>
        <p className={classes.offer}>
          {event.lowest_price !== null && event.currency !== null && (
            <strong>
              {event.lowest_price === 0 ? (
                <Trans>Free</Trans>
              ) : (
                <Trans>from {money(event.lowest_price, event.currency)}</Trans>
              )}
            </strong>
          )}
          <EventTag status={event.status} saleStatus={event.sale_status} />
        </p>
      </div>
    </article>
  );
}
