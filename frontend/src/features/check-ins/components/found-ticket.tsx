import { Trans, useLingui } from '@lingui/react/macro';

import { Notice } from '@/components/ui/notice';
import { Tag } from '@/components/ui/tag';
import { Unfold } from '@/components/ui/unfold';
import { useFormat } from '@/lib/i18n/use-format';

import { type DoorTicket, newScan, useAdmitWithoutCode } from '../api/check-ins';
import { reasonCopy } from '../api/reasons';
import { ReasonForm } from './reason-form';
import classes from './ticket-search.module.css';
import { UndoCheckIn } from './undo-check-in';

interface AtDoor {
  ticket: DoorTicket;
  eventId: string;
  gate: string;
}

interface FoundTicketProps extends AtDoor {
  onUndone: (checkInId: string) => void;
}

/** A ticket that was found by name, and what the door can do with it. */
export function FoundTicket({ ticket, eventId, gate, onUndone }: FoundTicketProps) {
  const { check_in: checkIn, holder_name: holderName } = ticket;
  return (
    <li className={classes.ticket}>
      <div className={classes.facts}>
        <strong>{holderName}</strong>
        <span>
          {ticket.ticket_type_name} · {ticket.order_number}
        </span>
        <Standing ticket={ticket} />
      </div>
      {checkIn && (
        <UndoCheckIn
          eventId={eventId}
          checkInId={checkIn.id}
          holderName={holderName}
          onUndone={() => onUndone(checkIn.id)}
        />
      )}
      {!checkIn && ticket.status === 'valid' && (
        <AdmitWithoutCode ticket={ticket} eventId={eventId} gate={gate} />
      )}
    </li>
  );
}

function Standing({ ticket }: { ticket: DoorTicket }) {
  const { i18n } = useLingui();
  const { localDateTime } = useFormat();
  if (ticket.status !== 'valid') {
    return <Tag tone="bad">{i18n._(reasonCopy(ticket.status))}</Tag>;
  }
  if (!ticket.check_in) {
    return (
      <Tag tone="info">
        <Trans>Not used</Trans>
      </Tag>
    );
  }
  const { at, gate } = ticket.check_in;
  const when = localDateTime(at);
  return (
    <>
      <Tag tone="good">
        <Trans>Inside</Trans>
      </Tag>
      <span>
        {gate ? (
          <Trans>
            Came in {when} at {gate}
          </Trans>
        ) : (
          <Trans>Came in {when}</Trans>
        )}
      </span>
    </>
  );
}

function AdmitWithoutCode({ ticket, eventId, gate }: AtDoor) {
  const { t, i18n } = useLingui();
  const admit = useAdmitWithoutCode(eventId);
  const refusal = admit.data?.result === 'refused' ? admit.data.reason : null;
  return (
    <>
      <Unfold
        label={<Trans>Admit without a code</Trans>}
        title={<Trans>Admit {ticket.holder_name} without a code?</Trans>}
      >
        {(close) => (
          <ReasonForm
            action={<Trans>Admit</Trans>}
            example={t`Phone is dead, passport shown`}
            isPending={admit.isPending}
            error={admit.error}
            close={close}
            onReason={(overrideReason) =>
              admit.mutate(newScan({ eventId, gate, ticketId: ticket.id, overrideReason }), {
                onSuccess: close,
              })
            }
          >
            <Trans>
              Look at something with their name on it first. Your name and the reason are kept.
            </Trans>
          </ReasonForm>
        )}
      </Unfold>
      {refusal && <Notice tone="bad" urgent title={i18n._(reasonCopy(refusal))} />}
    </>
  );
}
