import { Trans } from '@lingui/react/macro';

import { CalendarIcon, ClockIcon, PersonIcon, PlaceIcon } from '@/components/ui/icons';
import { useFormat } from '@/lib/i18n/use-format';
import { isDateOpen } from '@/lib/plans';
import { isSameVenueDay } from '@/lib/times';

import type { Event } from '../api/events';
import classes from './event-facts.module.css';

/** When, on the venue's clock, where, and by whom. */
export function EventFacts({ event }: { event: Event }) {
  const { venueTime } = useFormat();
  const { venue } = event;
  const start = venueTime(event.starts_at, venue.time_zone);
  const doors = venueTime(event.doors_at, venue.time_zone);
  const end = venueTime(event.ends_at, venue.time_zone);
  const isOneDay = isSameVenueDay(event.starts_at, event.ends_at, venue.time_zone);
  const until = isOneDay ? end.time : `${end.date}, ${end.time}`;
  const isOpen = isDateOpen(event);

  return (
    <ul className={classes.facts}>
      <li>
        <CalendarIcon />
        <div>
          <strong data-testid="event-start">
            {isOpen ? <Trans>The new date is not known yet</Trans> : `${start.date}, ${start.time}`}
          </strong>
          <span>
            {isOpen ? (
              <s>
                {start.date}, {start.time} ({start.zone})
              </s>
            ) : (
              <>
                <Trans>until {until}</Trans> ({start.zone})
              </>
            )}
          </span>
        </div>
      </li>
      {!isOpen && (
        <li>
          <ClockIcon />
          <div>
            <strong>
              <Trans>Doors open at {doors.time}</Trans>
            </strong>
          </div>
        </li>
      )}
      <li>
        <PlaceIcon />
        <div>
          <strong>{venue.name}</strong>
          <span>{[venue.street, venue.city].filter((part) => part !== '').join(', ')}</span>
        </div>
      </li>
      <li>
        <PersonIcon />
        <div>
          <strong>{event.organizer_name}</strong>
          <span>{event.category}</span>
        </div>
      </li>
    </ul>
  );
}
