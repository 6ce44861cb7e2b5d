import { Trans, useLingui } from '@lingui/react/macro';
import { Button, Skeleton } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';

import { ErrorNotice } from '@/components/ui/error-notice';
import { CalendarIcon, DownloadIcon } from '@/components/ui/icons';
import { NewDate } from '@/components/ui/new-date';
import { Notice } from '@/components/ui/notice';
import { OrganizerSays } from '@/components/ui/organizer-says';
import { Panel, TearLine } from '@/components/ui/panel';
import { TicketEvent } from '@/components/ui/ticket-event';
import { useFormat } from '@/lib/i18n/use-format';

import type { MaybeKept } from '../api/keeping';
import { qrCodeQuery, type Ticket, useSaveCalendarEntry, useSavePdf } from '../api/tickets';
import classes from './ticket-sheet.module.css';

/** A ticket as it is shown at the door: the code first, large and black on white in every colour scheme. */
export function TicketSheet({ ticket }: { ticket: Ticket & MaybeKept }) {
  const isCanceled = ticket.event.status === 'canceled';
  const isDead = isCanceled || ticket.status !== 'valid';

  return (
    <Panel>
      {isDead ? (
        <Notice tone="bad" title={<Trans>This ticket is not valid any more</Trans>}>
          {isCanceled ? (
            <>
              <Trans>The event was canceled.</Trans>
              <OrganizerSays reason={ticket.event.status_reason} />
            </>
          ) : ticket.status === 'refunded' ? (
            <Trans>It was given back. The door will not accept it.</Trans>
          ) : (
            <>
              <Trans>The organizer has ended it. The door will not accept it.</Trans>
              <OrganizerSays reason={ticket.void_reason} />
            </>
          )}
        </Notice>
      ) : (
        <>
          {ticket.event.status === 'postponed' && <Postponed event={ticket.event} />}
          {ticket.checked_in_at && <Used ticket={ticket} at={ticket.checked_in_at} />}
          <QrCode ticket={ticket} />
        </>
      )}
      <div className={classes.holder}>
        <strong>{ticket.holder_name}</strong>
        <span>{ticket.ticket_type_name}</span>
      </div>
      <TearLine />
      <TicketEvent event={ticket.event} />
      {!isDead && !ticket.keptAt && <ToKeep ticketId={ticket.id} />}
    </Panel>
  );
}

function Postponed({ event }: { event: Ticket['event'] }) {
  return (
    <div className={classes.used}>
      <Notice tone="warn" title={<Trans>This event is postponed</Trans>}>
        <NewDate event={event} timeZone={event.time_zone} />
      </Notice>
    </div>
  );
}

/** Somebody is inside with it. The code stays within reach: the door may ask for it, and may undo what it did. */
function Used({ ticket, at }: { ticket: Ticket; at: string }) {
  const { venueTime } = useFormat();
  const { date, time, zone } = venueTime(at, ticket.event.time_zone);
  return (
    <div className={classes.used}>
      <Notice tone="info" title={<Trans>This ticket was used</Trans>}>
        {ticket.gate ? (
          <Trans>
            Somebody was let in with it on {date}, {time} ({zone}), at the gate {ticket.gate}.
          </Trans>
        ) : (
          <Trans>
            Somebody was let in with it on {date}, {time} ({zone}).
          </Trans>
        )}
      </Notice>
    </div>
  );
}

/** The ticket on paper, and its event in the owner's calendar. */
function ToKeep({ ticketId }: { ticketId: string }) {
  const save = useSavePdf();
  const saveEntry = useSaveCalendarEntry();
  return (
    <>
      <div className={classes.actions}>
        <Button
          variant="default"
          leftSection={<DownloadIcon />}
          loading={save.isPending}
          onClick={() => save.mutate(ticketId)}
        >
          <Trans>Save as PDF</Trans>
        </Button>
        <Button
          variant="default"
          leftSection={<CalendarIcon />}
          loading={saveEntry.isPending}
          onClick={() => saveEntry.mutate(ticketId)}
        >
          <Trans>Add to calendar</Trans>
        </Button>
      </div>
      {save.error && <ErrorNotice error={save.error} retry={() => save.mutate(ticketId)} />}
      {saveEntry.error && (
        <ErrorNotice error={saveEntry.error} retry={() => saveEntry.mutate(ticketId)} />
      )}
    </>
  );
}

function QrCode({ ticket }: { ticket: Ticket }) {
  const { t } = useLingui();
  const picture = useQuery(qrCodeQuery(ticket.id, ticket.code));

  if (picture.isError) {
    return (
      <ErrorNotice
        error={picture.error}
        retry={() => void picture.refetch()}
        isRetrying={picture.isFetching}
      />
    );
  }
  return (
    <div className={classes.code} data-used={ticket.checked_in_at !== null || undefined}>
      {picture.isPending ? (
        <Skeleton className={classes.picture} />
      ) : (
        <img
          className={classes.picture}
          src={picture.data}
          alt={t`QR code of the ticket of ${ticket.holder_name}`}
        />
      )}
    </div>
  );
}
