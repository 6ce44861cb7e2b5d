import { msg } from '@lingui/core/macro';
import { Trans, useLingui } from '@lingui/react/macro';
import { Button, Radio, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';

import { ErrorNotice } from '@/components/ui/error-notice';
import { Unfold, UnfoldActions } from '@/components/ui/unfold';
import type { Copies } from '@/lib/api/error-copy';

import { type Order, type ReviewClose, useCloseReview } from '../api/orders';
import classes from './close-review.module.css';

const REFUSALS: Copies = {
  order_not_under_review: msg`This order does not wait for a decision any more.`,
  money_was_collected: msg`The buyer’s money is here. Send it back first, and then say so.`,
  no_money_was_collected: msg`By our books none of the buyer’s money is here that could have gone back.`,
  money_is_disputed: msg`The buyer’s bank disputes the payment. Close the order when it has decided.`,
  money_is_underway: msg`The money is just being sent back. Look again in a moment.`,
};

/** For an order that needs people: its money could not go back, or the payment provider shows something else. */
export function CloseReview({ order }: { order: Order }) {
  return (
    <div className={classes.form}>
      <p>
        <Trans>
          Its money could not go back, or the payment provider shows something that does not fit.
          What happened says which. Settle it with the provider and the buyer, then close the order.
        </Trans>
      </p>
      <Unfold label={<Trans>Close the order</Trans>} title={<Trans>What became of it?</Trans>}>
        {(close) => <Form orderId={order.id} close={close} />}
      </Unfold>
    </div>
  );
}

function Form({ orderId, close }: { orderId: string; close: () => void }) {
  const { t } = useLingui();
  const review = useCloseReview(orderId);
  const [outcome, setOutcome] = useState<ReviewClose['outcome'] | null>(null);
  const [how, setHow] = useState('');
  const said = how.trim();

  function send(event: FormEvent) {
    event.preventDefault();
    if (outcome !== null && said !== '') review.mutate({ outcome, how: said });
  }

  return (
    <form className={classes.form} onSubmit={send}>
      <Radio.Group
        label={t`The buyer’s money`}
        value={outcome}
        onChange={(value) => setOutcome(value === 'canceled' ? 'canceled' : 'refunded')}
      >
        <div className={classes.choices}>
          <Radio value="refunded" size="md" label={t`We have sent it back another way`} />
          <Radio value="canceled" size="md" label={t`We have none of it`} />
        </div>
      </Radio.Group>
      <TextInput
        label={t`What was done`}
        description={t`For the order’s timeline, which the buyer reads too, such as “bank transfer of 3 May”.`}
        maxLength={500}
        value={how}
        onChange={(change) => setHow(change.currentTarget.value)}
      />
      {review.error && <ErrorNotice error={review.error} copies={REFUSALS} />}
      <UnfoldActions close={close}>
        <Button type="submit" disabled={outcome === null || said === ''} loading={review.isPending}>
          <Trans>Close it</Trans>
        </Button>
      </UnfoldActions>
    </form>
  );
}
