/** The code that somebody has: what it does, and with what it is given. */
import { queryOptions } from '@tanstack/react-query';

import { api, unwrap } from '@/lib/api/client';
import type { components } from '@/lib/api/schema';

import { FRESH_MS, type TypeAvailability } from './availability';
import { countOf, type Selection } from './selection';

export type FoundCode = components['schemas']['CodeFound'];
export type UnlockedType = FoundCode['unlocked'][number];

/** As a hold, a quote and an order take them. */
export interface GivenCodes {
  access_code?: string;
  discount_code?: string;
}

/** Refused for whoever is not signed in, and for words that are no good code. */
export function codeQuery(eventId: string, code: string) {
  return queryOptions({
    queryKey: ['code-lookups', eventId, code],
    queryFn: ({ signal }) =>
      unwrap(
        api.POST('/api/v1/events/{event_id}/code-lookups', {
          params: { path: { event_id: eventId } },
          body: { code },
          signal,
        }),
      ),
    staleTime: FRESH_MS,
    // What it opens sells like the rest.
    refetchInterval: ({ state }) => (state.data?.unlocked.length ? FRESH_MS : false),
  });
}

/** What is on sale to whoever has the code: what it opens stands as it is for them, and hidden types come first. */
export function withUnlocked(
  types: TypeAvailability[],
  unlocked: UnlockedType[],
): TypeAvailability[] {
  const opened = new Map(unlocked.map((type) => [type.id, type]));
  const hidden = unlocked.filter(({ id }) => !types.some((type) => type.id === id));
  return [...hidden, ...types.map((type) => opened.get(type.id) ?? type)];
}

/** The code, given with a selection that it is for; the sale refuses one that is for other tickets. */
export function codesFor(found: FoundCode | undefined, selection: Selection): GivenCodes {
  if (!found) return {};
  const chosen = Object.keys(selection).filter((id) => (selection[id] ?? 0) > 0);
  const isFor = found.ticket_type_ids?.some((id) => chosen.includes(id)) ?? countOf(selection) > 0;
  if (!isFor) return {};
  return found.kind === 'access' ? { access_code: found.code } : { discount_code: found.code };
}
