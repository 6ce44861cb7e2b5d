import { Trans, useLingui } from '@lingui/react/macro';
import { Button, TextInput } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';

import { ErrorNotice } from '@/components/ui/error-notice';
import { Notice } from '@/components/ui/notice';
import { Tag } from '@/components/ui/tag';
import { Unfold, UnfoldActions } from '@/components/ui/unfold';
import { ApiError } from '@/lib/api/problem';
import { useFormat } from '@/lib/i18n/use-format';

import { type Attendee, useReissue, useVoid } from '../api/attendees';
import classes from './attendees.module.css';

interface AttendeeRowProps {
  eventId: string;
  attendee: Attendee;
  /** Not where all tickets are of one order. */
  hasOrder?: boolean;
}

export function AttendeeRow({ eventId, attendee, hasOrder = true }: AttendeeRowProps) {
  const { money } = useFormat();
  const { order_id: orderId } = attendee;
  return (
    <li className={classes.row} data-testid="attendee-row">
      <div className={classes.who}>
        <strong>{attendee.holder_name}</strong>
        <span>
          {attendee.ticket_type_name} ·{' '}
          {attendee.price === 0 ? <Trans>Free</Trans> : money(attendee.price, attendee.currency)}
          {hasOrder && ' · '}
          {hasOrder && (
            <Link to="/organize/events/$eventId/orders/$orderId" params={{ eventId, orderId }}>
              {attendee.order_number}
            </Link>
          )}
        </span>
      </div>
      <Standing attendee={attendee} />
      {attendee.status === 'valid' && <TicketActions attendee={attendee} />}
    </li>
  );
}

function Standing({ attendee }: { attendee: Attendee }) {
  const { localDateTime } = useFormat();
  const { checked_in_at: enteredAt, gate, status, is_transferred: isTransferred } = attendee;
  return (
    <div className={classes.standing}>
      {status === 'voided' && (
        <Tag tone="bad">
          <Trans>Voided</Trans>
        </Tag>
      )}
      {status === 'refunded' && (
        <Tag tone="info">
          <Trans>Refunded</Trans>
        </Tag>
      )}
      {status === 'valid' && enteredAt === null && (
        <Tag>
          <Trans>Not here yet</Trans>
        </Tag>
      )}
      {enteredAt !== null && (
        <Tag tone="good">
          <Trans>Checked in</Trans>
        </Tag>
      )}
      {isTransferred && (
        <Tag tone="info">
          <Trans>Handed over</Trans>
        </Tag>
      )}
      {enteredAt !== null && (
        <span className={classes.entered}>
          {localDateTime(enteredAt)}
          {gate && ` · ${gate}`}
        </span>
      )}
    </div>
  );
}

function TicketActions({ attendee }: { attendee: Attendee }) {
  const reissue = useReissue();
  return (
    <div className={classes.actions}>
      <Unfold
        label={<Trans>Reissue</Trans>}
        title={<Trans>Give {attendee.holder_name} a new code?</Trans>}
      >
        {(close) => (
          <>
            <p>
              <Trans>
                The present code is refused at the door from then on. The owner gets the new ticket
                by e-mail.
              </Trans>
            </p>
            {reissue.error && <ErrorNotice error={reissue.error} />}
            <UnfoldActions close={close}>
              <Button
                loading={reissue.isPending}
                onClick={() => reissue.mutate(attendee.ticket_id, { onSuccess: close })}
              >
                <Trans>Issue it again</Trans>
              </Button>
            </UnfoldActions>
          </>
        )}
      </Unfold>
      <Unfold
        label={<Trans>Void</Trans>}
        title={<Trans>Void the ticket of {attendee.holder_name}?</Trans>}
      >
        {(close) => <VoidForm attendee={attendee} close={close} />}
      </Unfold>
      {reissue.isSuccess && (
        <Notice tone="good">
          <Trans>The ticket has a new code. Its owner gets it by e-mail.</Trans>
        </Notice>
      )}
    </div>
  );
}

function VoidForm({ attendee, close }: { attendee: Attendee; close: () => void }) {
  const { t } = useLingui();
  const voiding = useVoid();
  const [reason, setReason] = useState('');
  const isInside = voiding.error instanceof ApiError && voiding.error.code === 'ticket_is_inside';
  return (
    <div className={classes.form}>
      <p>
        <Trans>
          It admits nobody any more and is on sale again. No money moves: refund the order if the
          buyer gets something back.
        </Trans>
      </p>
      <TextInput
        label={t`Reason`}
        description={t`Whose ticket it is reads this.`}
        maxLength={500}
        value={reason}
        onChange={(change) => setReason(change.currentTarget.value)}
      />
      {voiding.error && <ErrorNotice error={voiding.error} />}
      <UnfoldActions close={close}>
        <Button
          color="red.9"
          disabled={reason.trim() === ''}
          loading={voiding.isPending}
          onClick={() =>
            voiding.mutate({ ticketId: attendee.ticket_id, reason: reason.trim(), force: isInside })
          }
        >
          {isInside ? <Trans>Void it all the same</Trans> : <Trans>Void the ticket</Trans>}
        </Button>
      </UnfoldActions>
    </div>
  );
}
