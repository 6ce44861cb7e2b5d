import { useLingui } from '@lingui/react/macro';
import { useSuspenseQuery } from '@tanstack/react-query';
import { createFileRoute } from '@tanstack/react-router';

import { Page } from '@/components/ui/page';
import { Panel } from '@/components/ui/panel';
import { TicketEvent } from '@/components/ui/ticket-event';
import { waitlistEntryQuery } from '@/features/waitlist/api/waitlist';
import { WaitlistState } from '@/features/waitlist/components/waitlist-state';

import classes from './checkout.module.css';

export const Route = createFileRoute('/_signed-in/waitlist/$entryId')({
  loader: ({ context: { queryClient }, params: { entryId } }) =>
    queryClient.ensureQueryData(waitlistEntryQuery(entryId)),
  component: WaitlistPage,
});

function WaitlistPage() {
  const { t } = useLingui();
  const { entryId } = Route.useParams();
  const navigate = Route.useNavigate();
  const { data: entry } = useSuspenseQuery(waitlistEntryQuery(entryId));

  // The key: when the line moves on, the heading takes the focus from the buttons that are gone.
  return (
    <Page
      key={entry.status}
      title={t`Waitlist for ${entry.ticket_type_name}`}
      lead={t({
        message: `${entry.quantity} × ${entry.ticket_type_name}`,
        comment: 'How many tickets of which type somebody waits for',
      })}
      width="reading"
    >
      <div className={classes.stack}>
        <WaitlistState
          entry={entry}
          onAccepted={(holdId) => void navigate({ to: '/checkout/$holdId', params: { holdId } })}
        />
        <Panel>
          <TicketEvent event={entry.event} />
        </Panel>
      </div>
    </Page>
  );
}
