import { Plural, Trans } from '@lingui/react/macro';
import { Skeleton } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';

import { useFormat } from '@/lib/i18n/use-format';

import type { TypeAvailability } from '../api/availability';
import type { GivenCodes } from '../api/entered-code';
import { quoteQuery, shownTotal } from '../api/quotes';
import { countOf, type Selection, totalOf } from '../api/selection';
import classes from './ticket-picker.module.css';

interface SelectionTotalProps {
  eventId: string;
  selection: Selection;
  types: TypeAvailability[];
  codes: GivenCodes;
}

/** What is to be paid for the selection; a quote that does not come keeps nobody from buying. */
export function SelectionTotal({ eventId, selection, types, codes }: SelectionTotalProps) {
  const { money } = useFormat();
  const ticketsTotal = totalOf(selection, types);
  const quote = useQuery(quoteQuery(eventId, selection, ticketsTotal, codes));
  const total = shownTotal(quote, ticketsTotal);
  const count = countOf(selection);
  const currency = quote.data?.currency ?? types[0]?.currency ?? 'EUR';

  return (
    <div>
      <strong className={classes.total}>
        {total !== null ? money(total, currency) : <Skeleton height="1.1em" width="4.5ch" />}
      </strong>
      <span className={classes.note}>
        {total === null ? (
          <Plural value={count} one="# ticket" other="# tickets" />
        ) : (
          <Plural value={count} one="# ticket, fees included" other="# tickets, fees included" />
        )}
      </span>
      {quote.data && quote.data.discount > 0 && (
        <span className={classes.saving}>
          <Trans>You save {money(quote.data.discount, currency)}</Trans>
        </span>
      )}
    </div>
  );
}
