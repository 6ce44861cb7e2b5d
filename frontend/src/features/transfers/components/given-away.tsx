import { Trans } from '@lingui/react/macro';

import { LinkButton } from '@/components/ui/links';
import { Outcome } from '@/components/ui/outcome';
import { Panel } from '@/components/ui/panel';
import { TicketEvent } from '@/components/ui/ticket-event';
import { useFormat } from '@/lib/i18n/use-format';

import type { Transfer } from '../api/transfers';

/** A ticket that somebody else has accepted, for who gave it: to whom and when, as they know it. */
export function GivenAway({ transfer }: { transfer: Transfer }) {
  const { localDateTime } = useFormat();
  const { event } = transfer;
  return (
    <>
      <Outcome
        tone="info"
        title={<Trans>Given to {transfer.email}</Trans>}
        actions={
          <LinkButton to="/tickets" variant="default">
            <Trans>Show all my tickets</Trans>
          </LinkButton>
        }
      >
        {transfer.ended_at && (
          <p>
            <Trans>They accepted it on {localDateTime(transfer.ended_at)}.</Trans>
          </p>
        )}
        <p>
          <Trans>It is not yours any more, and the code that you had admits nobody.</Trans>
        </p>
      </Outcome>
      <Panel title={transfer.ticket_type_name}>
        <TicketEvent event={event} />
      </Panel>
    </>
  );
}
