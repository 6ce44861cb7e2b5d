import { Plural, Trans } from '@lingui/react/macro';
import { Button, Skeleton } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';

import { EmptyState } from '@/components/ui/empty-state';
import { ErrorNotice } from '@/components/ui/error-notice';
import { ArrowIcon, TicketIcon } from '@/components/ui/icons';
import { LinkButton } from '@/components/ui/links';
import { Panel, TearLine } from '@/components/ui/panel';
import { TicketEvent } from '@/components/ui/ticket-event';
import { serverClock } from '@/lib/clock/server-clock';

import { type OfEvent, upcomingAndPast } from '../api/by-event';
import { type Ticket, ticketsQuery } from '../api/tickets';
import { KeptNotice } from './kept-notice';
import classes from './ticket-list.module.css';
import { TicketStatusTag } from './ticket-status';

/** Tickets, one sheet per event: what is to come first, what is over below. */
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
  if (tickets.length === 0) return <NoTickets />;
  const { upcoming, past } = upcomingAndPast(tickets, serverClock.now());
  return (
    <div className={classes.list}>
      <KeptNotice keptAt={list.data.pages[0]?.keptAt} />
      <Sheets sheets={upcoming} />
      {past.length > 0 && (
        <h2 className={classes.past}>
          <Trans>Past events</Trans>
        </h2>
      )}
      <Sheets sheets={past} />
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

function NoTickets() {
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

function Sheets({ sheets }: { sheets: OfEvent[] }) {
  return sheets.map(({ event, tickets }) => (
    <Panel key={event.id}>
      <TicketEvent event={event} />
      <TearLine />
      <p className={classes.count}>
        <Plural value={tickets.length} one="# ticket" other="# tickets" />
      </p>
      <ul className={classes.tickets}>
        {tickets.map((ticket) => (
          <TicketRow key={ticket.id} ticket={ticket} />
        ))}
      </ul>
    </Panel>
  ));
}

function TicketRow({ ticket }: { ticket: Ticket }) {
  return (
    <li>
      <Link to="/tickets/$ticketId" params={{ ticketId: ticket.id }} className={classes.ticket}>
        <span className={classes.holder}>
          <strong>{ticket.holder_name}</strong>
          <span>{ticket.ticket_type_name}</span>
        </span>
        <TicketStatusTag ticket={ticket} />
        <ArrowIcon />
      </Link>
    </li>
  );
}
