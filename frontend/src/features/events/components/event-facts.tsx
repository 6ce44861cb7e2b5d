import { Trans } from '@lingui/react/macro';

import { CalendarIcon, ClockIcon, PlaceIcon } from '@/components/ui/icons';
import { useFormat } from '@/lib/i18n/use-format';

import type { Event } from '../api/events';
import classes from './event-facts.module.css';

/** When and where, on the venue's clock. */
export function EventFacts({ event }: { event: Event }) {
  const { venueTime } = useFormat();
  const { venue } = event;
  const start = venueTime(event.starts_at, venue.time_zone);
  const doors = venueTime(event.doors_at, venue.time_zone);

  return (
    <ul className={classes.facts}>
      <li>
        <CalendarIcon />
        <div>
          <strong data-testid="event-start">
            {start.date}, {start.time}
          </strong>
          <span>{start.zone}</span>
        </div>
      </li>
      <li>
        <ClockIcon />
        <div>
          <strong>
            <Trans>Doors open at {doors.time}</Trans>
          </strong>
        </div>
      </li>
      <li>
        <PlaceIcon />
        <div>
          <strong>{venue.name}</strong>
          <span>
            {venue.street}, {venue.city}
          </span>
        </div>
      </li>
    </ul>
  );
}
