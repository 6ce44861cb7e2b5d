import { Plural, Trans } from '@lingui/react/macro';
import { Button, Skeleton } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';

import { EmptyState } from '@/components/ui/empty-state';
import { ErrorNotice } from '@/components/ui/error-notice';
import { ArrowIcon, TicketIcon } from '@/components/ui/icons';
import { LinkButton } from '@/components/ui/links';
import { Panel, TearLine } from '@/components/ui/panel';

import { type Ticket, ticketsQuery } from '../api/tickets';
import classes from './ticket-list.module.css';
import { TicketEvent } from './ticket-event';
import { TicketStatusTag } from './ticket-status';

/** Tickets, one sheet per event. */
export function TicketList({ orderId }: { orderId?: string }) {
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
      {groupByEvent(tickets).map(({ event, ofEvent }) => (
        <Panel key={event.id}>
          <TicketEvent event={event} />
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

function groupByEvent(tickets: Ticket[]) {
  const groups = new Map<string, { event: Ticket['event']; ofEvent: Ticket[] }>();
  for (const ticket of tickets) {
    const group = groups.get(ticket.event_id);
    if (group) group.ofEvent.push(ticket);
    else groups.set(ticket.event_id, { event: ticket.event, ofEvent: [ticket] });
  }
  return [...groups.values()];
}
