import { Trans } from '@lingui/react/macro';
import { Button, Skeleton } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';

import { EmptyState } from '@/components/ui/empty-state';
import { ErrorNotice } from '@/components/ui/error-notice';
import { SearchIcon } from '@/components/ui/icons';

import { type EventFilters, eventsQuery } from '../api/events';
import { EventCard } from './event-card';
import classes from './event-grid.module.css';

/** On a telephone, which is where pictures take time. */
const IN_SIGHT = 2;

export function EventGrid({ filters }: { filters: EventFilters }) {
  const list = useInfiniteQuery(eventsQuery(filters));

  if (list.isPending) return <EventGridSkeleton />;
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
  if (events.length === 0) return <NoEvents isFiltered={Object.values(filters).some(Boolean)} />;
  return (
    <>
      <div className={classes.grid}>
        {events.map((event, index) => (
          <EventCard key={event.id} event={event} isFirst={index < IN_SIGHT} />
        ))}
      </div>
      {list.hasNextPage && (
        <div className={classes.more}>
          <Button
            variant="default"
            onClick={() => void list.fetchNextPage()}
            loading={list.isFetchingNextPage}
          >
            <Trans>Show more events</Trans>
          </Button>
        </div>
      )}
    </>
  );
}

function NoEvents({ isFiltered }: { isFiltered: boolean }) {
  if (!isFiltered) {
    return (
      <EmptyState icon={<SearchIcon size={26} />} title={<Trans>Nothing is announced yet</Trans>}>
        <Trans>New events appear here as soon as their organizers publish them.</Trans>
      </EmptyState>
    );
  }
  return (
    <EmptyState
      icon={<SearchIcon size={26} />}
      title={<Trans>No event fits this search</Trans>}
      action={
        <Button component={Link} to="/" variant="default">
          <Trans>Show all events</Trans>
        </Button>
      }
    >
      <Trans>Try fewer words, another city, or a wider range of days.</Trans>
    </EmptyState>
  );
}

function EventGridSkeleton() {
  return (
    <div className={classes.grid} aria-busy="true">
      {Array.from({ length: 6 }, (_, index) => (
        <Skeleton key={index} height={340} radius="lg" />
      ))}
    </div>
  );
}
