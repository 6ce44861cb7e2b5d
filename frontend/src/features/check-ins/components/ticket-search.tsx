import { Trans, useLingui } from '@lingui/react/macro';
import { Skeleton, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';

import { ErrorNotice } from '@/components/ui/error-notice';
import { SearchIcon } from '@/components/ui/icons';

import { doorTicketsQuery } from '../api/check-ins';
import { FoundTicket } from './found-ticket';
import classes from './ticket-search.module.css';

interface TicketSearchProps {
  eventId: string;
  gate: string;
  /** Whatever else was said of that check-in is not so any more. */
  onUndone: (checkInId: string) => void;
}

/** For whoever has nothing to scan: a dead battery, a lost print. */
export function TicketSearch(props: TicketSearchProps) {
  const { t } = useLingui();
  const [text, setText] = useState('');
  const [wanted] = useDebouncedValue(text.trim(), 250);

  return (
    <div className={classes.search}>
      <TextInput
        type="search"
        label={t`Find a ticket`}
        description={t`By the holder’s name, the order number or the code.`}
        value={text}
        onChange={(change) => setText(change.currentTarget.value)}
        leftSection={<SearchIcon />}
        maxLength={200}
        autoComplete="off"
      />
      {wanted !== '' && <Found {...props} text={wanted} />}
    </div>
  );
}

function Found({ text, ...door }: TicketSearchProps & { text: string }) {
  const { t } = useLingui();
  const found = useQuery(doorTicketsQuery(door.eventId, text));

  if (found.isPending) return <Skeleton height={120} radius="md" />;
  if (found.isError) {
    return (
      <ErrorNotice
        error={found.error}
        retry={() => void found.refetch()}
        isRetrying={found.isFetching}
      />
    );
  }
  const { data, has_more } = found.data;
  return (
    <div role="status">
      {data.length === 0 && (
        <p className={classes.none}>
          <Trans>No ticket of this event is found by “{text}”. Try a part of the name.</Trans>
        </p>
      )}
      <ul className={classes.tickets} aria-label={t`Found tickets`}>
        {data.map((ticket) => (
          <FoundTicket key={ticket.id} ticket={ticket} {...door} />
        ))}
      </ul>
      {has_more && (
        <p className={classes.none}>
          <Trans>There are more. Type more of the name.</Trans>
        </p>
      )}
    </div>
  );
}
