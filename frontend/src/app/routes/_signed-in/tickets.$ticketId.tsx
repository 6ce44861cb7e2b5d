import { useLingui } from '@lingui/react/macro';
import { useQuery, useSuspenseQuery } from '@tanstack/react-query';
import { createFileRoute } from '@tanstack/react-router';

import { Page } from '@/components/ui/page';
import { saleRulesQuery } from '@/features/events/api/sale-rules';
import { ticketQuery } from '@/features/tickets/api/tickets';
import { KeptNotice } from '@/features/tickets/components/kept-notice';
import { TicketChanges } from '@/features/tickets/components/ticket-changes';
import { TicketSheet } from '@/features/tickets/components/ticket-sheet';
import { givenAwayQuery } from '@/features/transfers/api/transfers';
import { GivenAway } from '@/features/transfers/components/given-away';
import { PassOn } from '@/features/transfers/components/pass-on';
import { ApiError } from '@/lib/api/problem';

import { PagePending } from '../../shell/page-pending';
import classes from './checkout.module.css';

const isGone = (error: unknown) => error instanceof ApiError && error.status === 404;

export const Route = createFileRoute('/_signed-in/tickets/$ticketId')({
  loader: async ({ context: { queryClient }, params: { ticketId } }) => {
    try {
      await queryClient.ensureQueryData(ticketQuery(ticketId));
    } catch (error) {
      if (!isGone(error)) throw error;
      // Whoever has given it away is told so; for everybody else there is nothing here.
      if ((await queryClient.ensureQueryData(givenAwayQuery(ticketId))).data.length === 0)
        throw error;
    }
  },
  component: TicketPage,
});

function TicketPage() {
  const { t } = useLingui();
  const { ticketId } = Route.useParams();
  const { data: ticket, error } = useQuery({ ...ticketQuery(ticketId), retryOnMount: false });
  const rules = useQuery({
    ...saleRulesQuery(ticket?.event_id ?? ''),
    enabled: ticket !== undefined,
  });
  // Somebody has accepted it, perhaps just now. Without a network the code stays: the door needs it.
  if (isGone(error)) return <GivenAwayPage ticketId={ticketId} error={error} />;
  if (ticket === undefined) return <PagePending />;

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

function GivenAwayPage({ ticketId, error }: { ticketId: string; error: unknown }) {
  const { t } = useLingui();
  const { data: transfer } = useSuspenseQuery(givenAwayQuery(ticketId));
  if (transfer === null) throw error;
  return (
    <Page title={t`A ticket that you gave away`} width="form">
      <div className={classes.stack}>
        <GivenAway transfer={transfer} />
      </div>
    </Page>
  );
}
