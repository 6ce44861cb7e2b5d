import { Trans } from '@lingui/react/macro';
import { Button, Skeleton } from '@mantine/core';
import type { ReactNode } from 'react';

import { ErrorNotice } from './error-notice';
import classes from './listing.module.css';

/** What a list in pages has: as much of TanStack's infinite query as is shown. */
interface Pages<T> {
  data: { pages: { data: T[] }[] } | undefined;
  isPending: boolean;
  error: Error | null;
  isFetching: boolean;
  hasNextPage: boolean;
  isFetchingNextPage: boolean;
  refetch: () => unknown;
  fetchNextPage: () => unknown;
}

interface ListingProps<T> {
  list: Pages<T>;
  empty: ReactNode;
  children: (rows: T[]) => ReactNode;
}

/** A list in pages in each of its states: loading, failed, empty, there, and more to come. */
export function Listing<T>({ list, empty, children }: ListingProps<T>) {
  if (list.isPending) return <Skeleton height={220} radius="lg" />;
  if (!list.data) {
    return (
      <ErrorNotice
        error={list.error}
        retry={() => void list.refetch()}
        isRetrying={list.isFetching}
      />
    );
  }
  const rows = list.data.pages.flatMap((page) => page.data);
  if (rows.length === 0) return empty;
  return (
    <div className={classes.listing}>
      {children(rows)}
      {list.hasNextPage && (
        <Button
          variant="default"
          onClick={() => void list.fetchNextPage()}
          loading={list.isFetchingNextPage}
        >
          <Trans>Show more</Trans>
        </Button>
      )}
    </div>
  );
}
