import { Trans } from '@lingui/react/macro';
import { Button, Skeleton } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';

import { EmptyState } from '@/components/ui/empty-state';
import { ErrorNotice } from '@/components/ui/error-notice';
import { PersonIcon } from '@/components/ui/icons';

import { type AttendeeFilters, attendeesQuery } from '../api/attendees';
import { AttendeeRow } from './attendee-row';
import classes from './attendees.module.css';

interface AttendeeListProps {
  eventId: string;
  filters: AttendeeFilters;
}

export function AttendeeList({ eventId, filters }: AttendeeListProps) {
  const list = useInfiniteQuery(attendeesQuery(eventId, filters));

  if (list.isPending) return <Skeleton height={240} radius="lg" />;
  if (list.isError) {
    return (
      <ErrorNotice
        error={list.error}
        retry={() => void list.refetch()}
        isRetrying={list.isFetching}
      />
    );
  }
  const attendees = list.data.pages.flatMap((page) => page.data);
  if (attendees.length === 0) {
    const isFiltered = Object.values(filters).some((value) => value !== undefined);
    return (
      <EmptyState
        icon={<PersonIcon size={26} />}
        title={isFiltered ? <Trans>Nobody like this</Trans> : <Trans>Nobody comes yet</Trans>}
      >
        {isFiltered ? (
          <Trans>Nothing matches what you look for. Try a part of the name or of the number.</Trans>
        ) : (
          <Trans>Who has a paid ticket is listed here, with the name that the door asks for.</Trans>
        )}
      </EmptyState>
    );
  }
  return (
    <>
      <ul className={classes.list}>
        {attendees.map((attendee) => (
          <AttendeeRow key={attendee.ticket_id} eventId={eventId} attendee={attendee} />
        ))}
      </ul>
      {list.hasNextPage && (
        <Button
          mt="md"
          variant="default"
          onClick={() => void list.fetchNextPage()}
          loading={list.isFetchingNextPage}
        >
          <Trans>Show more</Trans>
        </Button>
      )}
    </>
  );
}
