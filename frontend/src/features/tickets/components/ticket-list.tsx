import { Plural, Trans } from '@lingui/react/macro';
import { Button, Skeleton } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';

import { EmptyState } from '@/components/ui/empty-state';
import { ErrorNotice } from '@/components/ui/error-notice';
import { ArrowIcon, TicketIcon } from '@/components/ui/icons';
import { LinkButton } from '@/components/ui/links';
import { Panel, TearLine } from '@/components/ui/panel';

import { type Ticket, ticketsQuery } from '../api/tickets';
import classes from './ticket-list.module.css';
import { TicketStatusTag } from './ticket-status';

interface TicketListProps {
  orderId?: string;
  /** A ticket knows its event only by id; the page knows how to show one. */
  renderEvent: (eventId: string) => ReactNode;
}

/** Tickets, one sheet per event. */
export function TicketList({ orderId, renderEvent }: TicketListProps) {
  const list = useInfiniteQuery(ticketsQuery({ order_id: orderId }));

  if (list.isPending) return <Skeleton height={220} radius="lg" />;
  if (list.isError) {
    return (
      <ErrorNotice
        error={list.error}
        retry={() => void list.refetch()}
        isRetrying={list.isFetching}
      />
    );
  }
  const tickets = list.data.pages.flatMap((page) => page.data);
  if (tickets.length === 0) {
    return (
      <EmptyState
        icon={<TicketIcon size={26} />}
        title={<Trans>No tickets yet</Trans>}
        action={
          <LinkButton to="/">
            <Trans>See what’s on</Trans>
          </LinkButton>
        }
      >
        <Trans>Tickets appear here as soon as they are paid, ready to be shown at the door.</Trans>
      </EmptyState>
    );
  }
  return (
    <div className={classes.list}>
      {[...groupByEvent(tickets)].map(([eventId, ofEvent]) => (
        <Panel key={eventId}>
          {renderEvent(eventId)}
          <TearLine />
          <p className={classes.count}>
            <Plural value={ofEvent.length} one="# ticket" other="# tickets" />
          </p>
          <ul className={classes.tickets}>
            {ofEvent.map((ticket) => (
              <TicketRow key={ticket.id} ticket={ticket} />
            ))}
          </ul>
        </Panel>
      ))}
      {list.hasNextPage && (
        <Button
          variant="default"
          onClick={() => void list.fetchNextPage()}
          loading={list.isFetchingNextPage}
        >
          <Trans>Show older tickets</Trans>
        </Button>
      )}
    </div>
  );
}

function TicketRow({ ticket }: { ticket: Ticket }) {
  return (
    <li>
      <Link to="/tickets/$ticketId" params={{ ticketId: ticket.id }} className={classes.ticket}>
        <span className={classes.holder}>
          <strong>{ticket.holder_name}</strong>
          <span>{ticket.ticket_type_name}</span>
        </span>
        <TicketStatusTag status={ticket.status} />
        <ArrowIcon />
      </Link>
    </li>
  );
}

function groupByEvent(tickets: Ticket[]): Map<string, Ticket[]> {
  const groups = new Map<string, Ticket[]>();
  for (const ticket of tickets) {
    groups.set(ticket.event_id, [...(groups.get(ticket.event_id) ?? []), ticket]);
  }
  return groups;
}
