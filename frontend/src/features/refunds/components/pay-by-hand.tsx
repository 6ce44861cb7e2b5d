import { Trans, useLingui } from '@lingui/react/macro';
import { Button, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';

import { ErrorNotice } from '@/components/ui/error-notice';
import { Unfold, UnfoldActions } from '@/components/ui/unfold';
import { useFormat } from '@/lib/i18n/use-format';

import { usePayByHand } from '../api/deciding';
import type { Refund } from '../api/refunds';
import classes from './refund-order.module.css';

/** For money that the provider cannot send: somebody has sent it another way, and says how. */
export function PayByHand({ refund }: { refund: Refund }) {
  const { money } = useFormat();
  const amount = money(refund.amount, refund.currency);
  return (
    <Unfold
      label={<Trans>Paid another way</Trans>}
      title={<Trans>Have you sent {amount} to the buyer another way?</Trans>}
    >
      {(close) => <PayByHandForm refundId={refund.id} close={close} />}
    </Unfold>
  );
}

function PayByHandForm({ refundId, close }: { refundId: string; close: () => void }) {
  const { t } = useLingui();
  const pay = usePayByHand();
  const [how, setHow] = useState('');
  const said = how.trim();

  function send(event: FormEvent) {
    event.preventDefault();
    if (said !== '') pay.mutate({ refundId, how: said });
  }

  return (
    <form className={classes.form} onSubmit={send}>
      <TextInput
        label={t`How it was sent`}
        description={t`For the order’s timeline, which the buyer reads too, such as “bank transfer of 3 May”.`}
        maxLength={500}
        value={how}
        onChange={(change) => setHow(change.currentTarget.value)}
      />
      {pay.error && <ErrorNotice error={pay.error} />}
      <UnfoldActions close={close}>
        <Button type="submit" disabled={said === ''} loading={pay.isPending}>
          <Trans>Yes, it has been sent</Trans>
        </Button>
      </UnfoldActions>
    </form>
  );
}
