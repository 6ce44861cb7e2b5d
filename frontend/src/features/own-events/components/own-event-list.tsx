import { Trans, useLingui } from '@lingui/react/macro';
import { Button, Skeleton } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';

import { EmptyState } from '@/components/ui/empty-state';
import { ErrorNotice } from '@/components/ui/error-notice';
import { CalendarIcon } from '@/components/ui/icons';
import { Meter } from '@/components/ui/meter';
import { Poster } from '@/components/ui/poster';
import { EventTag } from '@/components/ui/standing-tag';
import { serverClock } from '@/lib/clock/server-clock';
import { useFormat } from '@/lib/i18n/use-format';

import { nextStep } from '../api/next-step';
import { type EventStatus, type OwnEventSummary, ownEventsQuery } from '../api/own-events';

import { NextStepLink } from './next-step-link';
import classes from './own-event-list.module.css';

interface OwnEventListProps {
  organizerId: string;
  status?: EventStatus;
  /** The way to a first sale. */
  firstSteps: ReactNode;
}

export function OwnEventList({ organizerId, status, firstSteps }: OwnEventListProps) {
  const list = useInfiniteQuery(ownEventsQuery(organizerId, status));

  if (list.isPending) return <ListSkeleton />;
  if (list.isError) {
    return (
      <ErrorNotice
        error={list.error}
        retry={() => void list.refetch()}
        isRetrying={list.isFetching}
      />
    );
  }
  const events = list.data.pages.flatMap((page) => page.data);
  if (events.length === 0)
    return <NoEvents isFiltered={status !== undefined} firstSteps={firstSteps} />;
  return (
    <div className={classes.place}>
      <ul className={classes.list}>
        {events.map((event) => (
          <li key={event.id} data-testid="own-event">
            <EventRow event={event} />
          </li>
        ))}
      </ul>
      {list.hasNextPage && (
        <Button
          variant="default"
          onClick={() => void list.fetchNextPage()}
          loading={list.isFetchingNextPage}
        >
          <Trans>Show older events</Trans>
        </Button>
      )}
    </div>
  );
}

function EventRow({ event }: { event: OwnEventSummary }) {
  const step = nextStep(event, serverClock.now());
  return (
    <article className={classes.row}>
      <div className={classes.picture}>
        <Poster
          seed={event.id}
          src={event.status === 'draft' ? null : event.image_url}
          sizes="10rem"
        />
      </div>
      <div className={classes.facts}>
        <h2 className={classes.title}>
          <Link to="/organize/events/$eventId" params={{ eventId: event.id }}>
            {event.title}
          </Link>
        </h2>
        <When event={event} />
        <span className={classes.state}>
          <EventTag
            isOwn
            status={event.status}
            saleStatus={event.sale_status}
            endsAt={event.ends_at}
          />
        </span>
      </div>
      <Sold event={event} />
      <div className={classes.next}>{step && <NextStepLink eventId={event.id} step={step} />}</div>
    </article>
  );
}

function When({ event }: { event: OwnEventSummary }) {
  const { venueTime } = useFormat();
  if (event.starts_at === null || event.venue === null) {
    return (
      <p className={classes.when}>
        <Trans>Place and time are not set yet</Trans>
      </p>
    );
  }
  const start = venueTime(event.starts_at, event.venue.time_zone);
  return (
    <p className={classes.when}>
      {start.date}, {start.time} · {event.venue.name}, {event.venue.city}
    </p>
  );
}

function Sold({ event }: { event: OwnEventSummary }) {
  const { t } = useLingui();
  const { count } = useFormat();
  if (event.capacity === 0) return <div className={classes.sold} />;
  return (
    <div className={classes.sold}>
      <span>
        <Trans>
          <strong>{count(event.sold)}</strong> of {count(event.capacity)} sold
        </Trans>
      </span>
      <Meter label={t`Sold of ${event.title}`} value={event.sold} max={event.capacity} />
    </div>
  );
}

function NoEvents({ isFiltered, firstSteps }: { isFiltered: boolean; firstSteps: ReactNode }) {
  if (isFiltered) {
    return (
      <EmptyState icon={<CalendarIcon size={26} />} title={<Trans>None of this kind</Trans>}>
        <Trans>No event of this organizer stands like this. Choose “All” to see the others.</Trans>
      </EmptyState>
    );
  }
  return (
    <EmptyState
      icon={<CalendarIcon size={26} />}
      title={<Trans>No events yet</Trans>}
      action={firstSteps}
    >
      <Trans>
        Begin with a title. Nobody sees the draft until you publish it, and nothing is lost in
        between.
      </Trans>
    </EmptyState>
  );
}

function ListSkeleton() {
  return (
    <div className={classes.place} aria-busy="true">
      <Skeleton height={96} radius="lg" />
      <Skeleton height={96} radius="lg" />
      <Skeleton height={96} radius="lg" />
    </div>
  );
}
