import { useLingui } from '@lingui/react/macro';
import { useSuspenseQuery } from '@tanstack/react-query';
import { createFileRoute } from '@tanstack/react-router';

import { Page } from '@/components/ui/page';
import { ticketQuery } from '@/features/tickets/api/tickets';
import { TicketSheet } from '@/features/tickets/components/ticket-sheet';

export const Route = createFileRoute('/_signed-in/tickets/$ticketId')({
  loader: ({ context: { queryClient }, params: { ticketId } }) =>
    queryClient.ensureQueryData(ticketQuery(ticketId)),
  component: TicketPage,
});

function TicketPage() {
  const { t } = useLingui();
  const { ticketId } = Route.useParams();
  const { data: ticket } = useSuspenseQuery(ticketQuery(ticketId));
  return (
    <Page title={t`Ticket of ${ticket.holder_name}`} heading={t`Your ticket`} width="form">
      <TicketSheet ticket={ticket} />
    </Page>
  );
}
