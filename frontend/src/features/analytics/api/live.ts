/** The figures as they change, told by the server for as long as somebody looks. */
import { useDocumentVisibility, useThrottledCallback } from '@mantine/hooks';
import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';

import { openStream } from '@/lib/api/client';
import { ApiError } from '@/lib/api/problem';
import { told } from '@/lib/api/told';

import { type Analytics, analyticsQuery } from './analytics';

/** The sums are told; days and curves are asked for, no more often than this. */
const DETAILS_MS = 15_000;
const AGAIN_MS = 1_000;
const REFUSED_MS = 30_000;

/** Whether the figures of the event come by themselves now. If not, whoever shows them asks now and then. */
export function useLiveFigures(eventId: string): boolean {
  const queries = useQueryClient();
  const [isLive, setLive] = useState(false);
  // A page that nobody sees holds no connection: browsers have few for one server.
  const isSeen = useDocumentVisibility() === 'visible';
  const refreshDetails = useThrottledCallback(
    () => void queries.invalidateQueries(analyticsQuery(eventId)),
    DETAILS_MS,
  );

  useEffect(() => {
    if (!isSeen) return undefined;
    const ended = new AbortController();
    const take = (text: string) => {
      setLive(true);
      const sums = JSON.parse(text) as Partial<Analytics>;
      queries.setQueryData(
        analyticsQuery(eventId).queryKey,
        (known) => known && { ...known, ...sums },
      );
      refreshDetails();
    };
    void follow(eventId, take, () => setLive(false), ended.signal);
    return () => {
      ended.abort();
      setLive(false);
    };
    // A throttled callback is another one at each render.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [eventId, isSeen]);

  return isLive;
}

/** Comes again after each end: a stream ends with its token, and when its server leaves. */
async function follow(
  eventId: string,
  take: (text: string) => void,
  onEnd: () => void,
  ended: AbortSignal,
) {
  while (!ended.aborted) {
    let pause = AGAIN_MS;
    try {
      const path = `/api/v1/events/${eventId}/analytics/live`;
      for await (const text of told(await openStream(path, ended))) {
        if (ended.aborted) return;
        take(text);
      }
    } catch (error) {
      if (ended.aborted) return;
      pause = error instanceof ApiError && error.status > 0 ? REFUSED_MS : AGAIN_MS;
    }
    onEnd();
    await passed(pause * (1 + Math.random()), ended);
  }
}

function passed(milliseconds: number, ended: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, milliseconds);
    ended.addEventListener('abort', () => (clearTimeout(timer), resolve()), { once: true });
  });
}
