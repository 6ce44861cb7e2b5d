import { useLingui } from '@lingui/react/macro';
import { useQuery, useSuspenseQuery } from '@tanstack/react-query';
import { createFileRoute } from '@tanstack/react-router';

import { Page } from '@/components/ui/page';
import { saleRulesQuery } from '@/features/events/api/sale-rules';
import { ticketQuery } from '@/features/tickets/api/tickets';
import { KeptNotice } from '@/features/tickets/components/kept-notice';
import { TicketChanges } from '@/features/tickets/components/ticket-changes';
import { TicketSheet } from '@/features/tickets/components/ticket-sheet';
import { PassOn } from '@/features/transfers/components/pass-on';
import { ApiError } from '@/lib/api/problem';

import classes from './checkout.module.css';

export const Route = createFileRoute('/_signed-in/tickets/$ticketId')({
  loader: ({ context: { queryClient }, params: { ticketId } }) =>
    queryClient.ensureQueryData(ticketQuery(ticketId)),
  component: TicketPage,
});

function TicketPage() {
  const { t } = useLingui();
  const { ticketId } = Route.useParams();
  const { data: ticket, error } = useSuspenseQuery(ticketQuery(ticketId));
  const rules = useQuery(saleRulesQuery(ticket.event_id));
  // Somebody has accepted it meanwhile. Without a network the code stays: the door needs it.
  if (error instanceof ApiError && error.status === 404) throw error;

  return (
    <Page title={t`Ticket of ${ticket.holder_name}`} heading={t`Your ticket`} width="form">
      <div className={classes.stack}>
        <KeptNotice keptAt={ticket.keptAt} />
        <TicketSheet ticket={ticket} />
        {!ticket.keptAt && (
          <TicketChanges
            ticket={ticket}
            passOn={<PassOn ticketId={ticketId} policy={rules.data} />}
          />
        )}
      </div>
    </Page>
  );
}
