import { Trans, useLingui } from '@lingui/react/macro';
import { Button, Checkbox, Radio, TextInput } from '@mantine/core';
import { useState } from 'react';

import { ErrorNotice } from '@/components/ui/error-notice';
import { Notice } from '@/components/ui/notice';
import { Unfold, UnfoldActions } from '@/components/ui/unfold';
import { useFormat } from '@/lib/i18n/use-format';
import { parseMoney } from '@/lib/money';

import { isForceable } from '../api/force';
import { useRefund } from '../api/deciding';
import classes from './refund-order.module.css';

export interface RefundableTicket {
  id: string;
  label: string;
  price: number;
}

interface RefundOrderProps {
  orderId: string;
  currency: string;
  /** Those that are still valid. */
  tickets: RefundableTicket[];
}

/** Gives back some tickets of an order with their price, or an amount that ends no ticket. */
export function RefundOrder(props: RefundOrderProps) {
  const refund = useRefund();
  return (
    <div className={classes.place}>
      <Unfold label={<Trans>Refund</Trans>} title={<Trans>What does the buyer get back?</Trans>}>
        {(close) => <RefundForm {...props} refund={refund} close={close} />}
      </Unfold>
      {refund.isSuccess && (
        <Notice tone="good" title={<Trans>The refund is on its way</Trans>}>
          <Trans>The buyer is told by e-mail when the money has been sent.</Trans>
        </Notice>
      )}
    </div>
  );
}

interface RefundFormProps extends RefundOrderProps {
  refund: ReturnType<typeof useRefund>;
  close: () => void;
}

function RefundForm({ orderId, currency, tickets, refund, close }: RefundFormProps) {
  const { t } = useLingui();
  const { money } = useFormat();
  const [kind, setKind] = useState<'tickets' | 'amount'>(tickets.length > 0 ? 'tickets' : 'amount');
  const [chosen, setChosen] = useState<string[]>([]);
  const [typed, setTyped] = useState('');
  const [reason, setReason] = useState('');
  const amount = parseMoney(typed, currency);
  const mayForce = isForceable(refund.error);
  const worth = tickets
    .filter(({ id }) => chosen.includes(id))
    .reduce((sum, { price }) => sum + price, 0);
  const isWhole = kind === 'tickets' ? chosen.length > 0 : amount !== null && amount > 0;
  const shown = money(kind === 'tickets' ? worth : (amount ?? 0), currency);
  const what = kind === 'tickets' ? { ticket_ids: chosen } : { amount };
  const send = () =>
    refund.mutate(
      { order_id: orderId, reason: reason.trim(), force: mayForce, ...what },
      { onSuccess: close },
    );

  return (
    <div className={classes.form}>
      <Radio.Group
        label={t`Kind of refund`}
        value={kind}
        onChange={(value) => setKind(value === 'amount' ? 'amount' : 'tickets')}
      >
        <div className={classes.choices}>
          <Radio
            value="tickets"
            size="md"
            disabled={tickets.length === 0}
            label={t`Tickets: they end and are on sale again`}
          />
          <Radio value="amount" size="md" label={t`An amount: all tickets stay valid`} />
        </div>
      </Radio.Group>
      {kind === 'tickets' ? (
        <Checkbox.Group label={t`Which tickets`} value={chosen} onChange={setChosen}>
          <div className={classes.choices}>
            {tickets.map(({ id, label, price }) => (
              <Checkbox
                key={id}
                value={id}
                size="md"
                label={`${label} · ${money(price, currency)}`}
              />
            ))}
          </div>
        </Checkbox.Group>
      ) : (
        <TextInput
          label={t`Amount in ${currency}`}
          inputMode="decimal"
          value={typed}
          error={typed !== '' && amount === null ? t`Enter an amount such as 5.00.` : undefined}
          onChange={(change) => setTyped(change.currentTarget.value)}
        />
      )}
      <TextInput
        label={t`Reason`}
        description={t`For the order’s timeline. You may leave it empty.`}
        maxLength={500}
        value={reason}
        onChange={(change) => setReason(change.currentTarget.value)}
      />
      {refund.error && <ErrorNotice error={refund.error} />}
      <UnfoldActions close={close}>
        <Button color="red.9" disabled={!isWhole} loading={refund.isPending} onClick={send}>
          {mayForce ? <Trans>Refund all the same</Trans> : <Trans>Refund {shown}</Trans>}
        </Button>
      </UnfoldActions>
    </div>
  );
}
