import { queryOptions } from '@tanstack/react-query';

import { api, unwrap } from '@/lib/api/client';
import type { components } from '@/lib/api/schema';

import type { GivenCodes } from './entered-code';
import type { Selection } from './selection';

export type Quote = components['schemas']['QuoteRead'];

/** What a selection costs with all that is added to it. Another price of its tickets (`ticketsTotal`) asks anew. */
export function quoteQuery(
  eventId: string,
  selection: Selection,
  ticketsTotal: number,
  codes: GivenCodes = {},
) {
  const items = Object.entries(selection).map(([ticket_type_id, quantity]) => ({
    ticket_type_id,
    quantity,
  }));
  return queryOptions({
    queryKey: ['quotes', eventId, items, ticketsTotal, codes],
    queryFn: ({ signal }) =>
      unwrap(api.POST('/api/v1/quotes', { body: { event_id: eventId, items, ...codes }, signal })),
  });
}

/** What is held costs with a discount; refused when the code is no good for it. */
export function heldQuoteQuery(holdId: string, discountCode: string) {
  return queryOptions({
    queryKey: ['quotes', holdId, discountCode],
    queryFn: ({ signal }) =>
      unwrap(
        api.POST('/api/v1/quotes', {
          body: { hold_id: holdId, discount_code: discountCode },
          signal,
        }),
      ),
  });
}

/** The quote's total; null while it is on its way. Without one it is what so many single tickets cost. */
export function shownTotal(
  quote: { data?: Pick<Quote, 'total'>; isLoading: boolean },
  ticketsTotal: number,
): number | null {
  if (quote.data) return quote.data.total;
  return quote.isLoading ? null : ticketsTotal;
}
