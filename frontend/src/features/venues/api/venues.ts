import { queryOptions, useQueryClient } from '@tanstack/react-query';

import { api, unwrap } from '@/lib/api/client';
import { useIdempotentMutation } from '@/lib/api/idempotency';
import type { components } from '@/lib/api/schema';

export type Venue = components['schemas']['VenueRead'];
export type VenueCreate = components['schemas']['VenueCreate'];

export function venuesQuery(organizerId: string) {
  return queryOptions({
    queryKey: ['venues', organizerId],
    queryFn: ({ signal }) =>
      unwrap(
        api.GET('/api/v1/venues', {
          params: { query: { organizer_id: organizerId, limit: 100 } },
          signal,
        }),
      ),
    select: (page) => page.data,
    staleTime: 60_000,
  });
}

export function useCreateVenue() {
  const queries = useQueryClient();
  return useIdempotentMutation(
    (body: VenueCreate, key) =>
      unwrap(api.POST('/api/v1/venues', { body, params: { header: { 'idempotency-key': key } } })),
    {
      onSuccess: ({ organizer_id }) =>
        queries.invalidateQueries({ queryKey: venuesQuery(organizer_id).queryKey }),
    },
  );
}

// Codes that browsers name and that are no country: groups, pseudo-locales, "unknown".
const NO_COUNTRY = new Set('AC CP DG EA EU EZ IC QO TA UN XA XB XK ZZ'.split(' '));
const LETTERS = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ'];

/** All countries by their names in the reader's language. */
export function countries(locale: string): { value: string; label: string }[] {
  const names = new Intl.DisplayNames(locale, { type: 'region', fallback: 'none' });
  return LETTERS.flatMap((one) => LETTERS.map((other) => one + other))
    .filter((code) => !NO_COUNTRY.has(code))
    .map((code) => ({ value: code, label: names.of(code) }))
    .filter((country): country is { value: string; label: string } => Boolean(country.label))
    .sort((one, other) => one.label.localeCompare(other.label, locale));
}
