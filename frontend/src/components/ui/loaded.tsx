import { Skeleton } from '@mantine/core';
import type { UseQueryResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';

import { ErrorNotice } from './error-notice';

interface LoadedProps<T> {
  query: Pick<UseQueryResult<T>, 'data' | 'error' | 'isPending' | 'isFetching'> & {
    refetch: () => unknown;
  };
  /** Of what is shown while it loads. */
  height?: number;
  children: (data: T) => ReactNode;
}

/** What a query brings; until then its outline, and if it fails what went wrong and how to try again. */
export function Loaded<T>({ query, height = 180, children }: LoadedProps<T>) {
  if (query.isPending) return <Skeleton height={height} radius="lg" />;
  if (query.data === undefined) {
    return (
      <ErrorNotice
        error={query.error}
        retry={() => void query.refetch()}
        isRetrying={query.isFetching}
      />
    );
  }
  return <>{children(query.data)}</>;
}
