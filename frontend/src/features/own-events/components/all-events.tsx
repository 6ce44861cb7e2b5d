import { Trans, useLingui } from '@lingui/react/macro';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';

import { EmptyState } from '@/components/ui/empty-state';
import { CalendarIcon } from '@/components/ui/icons';
import { Listing } from '@/components/ui/listing';
import { RecordRow, RecordTable } from '@/components/ui/record-table';
import { EventTag } from '@/components/ui/standing-tag';
import { useFormat } from '@/lib/i18n/use-format';

import { allEventsQuery } from '../api/all-events';
import type { OwnEventSummary } from '../api/own-events';

/** Every event with the way to its desk, whoever puts it on. */
export function AllEvents({ q }: { q: string }) {
  const { t } = useLingui();
  const list = useInfiniteQuery(allEventsQuery(q));
  return (
    <Listing
      list={list}
      empty={
        <EmptyState icon={<CalendarIcon size={26} />} title={<Trans>No such event</Trans>}>
          <Trans>Try the beginning of a word of its title, its organizer or its place.</Trans>
        </EmptyState>
      }
    >
      {(events) => (
        <RecordTable
          label={t({ message: 'Events', context: 'several of them' })}
          headings={[
            <Trans>Event</Trans>,
            <Trans>When and where</Trans>,
            <Trans>Sold</Trans>,
            <Trans>State</Trans>,
          ]}
        >
          {events.map((event) => (
            <EventRow key={event.id} event={event} />
          ))}
        </RecordTable>
      )}
    </Listing>
  );
}

function EventRow({ event }: { event: OwnEventSummary }) {
  const { count, venueTime } = useFormat();
  const { venue, starts_at: startsAt } = event;
  return (
    <RecordRow
      title={
        <>
          <Link to="/organize/events/$eventId" params={{ eventId: event.id }}>
            {event.title}
          </Link>
          <small>{event.organizer_name}</small>
        </>
      }
      cells={[
        <>
          {startsAt && venue ? venueTime(startsAt, venue.time_zone).date : '–'}
          <small>{venue && `${venue.name}, ${venue.city}`}</small>
        </>,
        <Trans>
          {count(event.sold)} of {count(event.capacity)}
        </Trans>,
        <EventTag
          isOwn
          status={event.status}
          saleStatus={event.sale_status}
          endsAt={event.ends_at}
        />,
      ]}
    />
  );
}
