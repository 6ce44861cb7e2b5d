import { Trans, useLingui } from '@lingui/react/macro';
import { Button, Checkbox, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';

import { ErrorNotice } from '@/components/ui/error-notice';
import { UnfoldActions } from '@/components/ui/unfold';

import { useAskRefund } from '../api/refunds';
import classes from './give-back.module.css';

const REASON_LENGTH = 500;

export interface OwnTicket {
  id: string;
  holderName: string;
  typeName: string;
}

interface WishFieldsProps {
  orderId: string;
  tickets: OwnTicket[];
  isGrantedAtOnce: boolean;
  close: () => void;
}

/** Which tickets and why. */
export function WishFields({ orderId, tickets, isGrantedAtOnce, close }: WishFieldsProps) {
  const { t } = useLingui();
  const ask = useAskRefund();
  const [chosen, setChosen] = useState(() => tickets.map(({ id }) => id));
  const [reason, setReason] = useState('');

  function submit(event: FormEvent) {
    event.preventDefault();
    ask.mutate(
      { order_id: orderId, ticket_ids: chosen, reason: reason.trim() },
      { onSuccess: close },
    );
  }

  return (
    <form className={classes.form} onSubmit={submit}>
      <p>
        {isGrantedAtOnce ? (
          <Trans>
            They end at once and admit nobody any more. Their money goes back as it came.
          </Trans>
        ) : (
          <Trans>The organizer decides. Until then the tickets stay valid.</Trans>
        )}
      </p>
      <Checkbox.Group value={chosen} onChange={setChosen} aria-label={t`Tickets`}>
        <div className={classes.tickets}>
          {tickets.map(({ id, holderName, typeName }) => (
            <Checkbox key={id} value={id} label={holderName} description={typeName} size="md" />
          ))}
        </div>
      </Checkbox.Group>
      <TextInput
        label={t`Why?`}
        description={t`Optional. The organizer reads it.`}
        maxLength={REASON_LENGTH}
        autoComplete="off"
        value={reason}
        onChange={(change) => setReason(change.currentTarget.value)}
      />
      {ask.error && <ErrorNotice error={ask.error} />}
      <UnfoldActions close={close}>
        <Button type="submit" loading={ask.isPending} disabled={chosen.length === 0}>
          {isGrantedAtOnce ? <Trans>Give them back</Trans> : <Trans>Ask for the money</Trans>}
        </Button>
      </UnfoldActions>
    </form>
  );
}
