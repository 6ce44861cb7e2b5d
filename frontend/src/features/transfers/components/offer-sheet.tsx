import { Trans } from '@lingui/react/macro';
import type { ReactNode } from 'react';

import { Panel, TearLine } from '@/components/ui/panel';
import { TicketEvent } from '@/components/ui/ticket-event';
import { useFormat } from '@/lib/i18n/use-format';

import type { Transfer } from '../api/transfers';
import classes from './offer-sheet.module.css';

/** What is offered, to whom and until when. */
export function OfferSheet({ transfer }: { transfer: Transfer }) {
  const { venueTime, localDateTime } = useFormat();
  const { event, message } = transfer;
  const doors = venueTime(event.doors_at, event.time_zone);
  const place = [event.venue_name, event.venue_address, event.city].filter(Boolean).join(', ');

  return (
    <Panel>
      <TicketEvent event={event} />
      <TearLine />
      {message && (
        <blockquote className={classes.message} dir="auto">
          {message}
        </blockquote>
      )}
      <dl className={classes.facts}>
        <Fact name={<Trans>Ticket</Trans>}>{transfer.ticket_type_name}</Fact>
        <Fact name={<Trans>Doors open</Trans>}>
          {doors.date}, {doors.time} ({doors.zone})
        </Fact>
        <Fact name={<Trans>Where</Trans>}>{place}</Fact>
        <Fact name={<Trans>Offered to</Trans>}>{transfer.email}</Fact>
        <Fact name={<Trans>Offered until</Trans>}>{localDateTime(transfer.expires_at)}</Fact>
      </dl>
    </Panel>
  );
}

function Fact({ name, children }: { name: ReactNode; children: ReactNode }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}
