import { Plural, Trans } from '@lingui/react/macro';
import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';

import { ErrorNotice } from '@/components/ui/error-notice';
import { Panel } from '@/components/ui/panel';
import { readable } from '@/lib/codes';
import { useFormat } from '@/lib/i18n/use-format';

import { isForceable } from '../api/force';
import type { Refund } from '../api/refunds';
import { openRefundsQuery, useDecideRefund } from '../api/deciding';
import { PayByHand } from './pay-by-hand';
import classes from './refund-order.module.css';

// A refund knows its order only by id; the page knows how to lead there.
type RenderOrder = (orderId: string, label: ReactNode) => ReactNode;

interface RefundWishesProps {
  eventId: string;
  renderOrder: RenderOrder;
}

/** What waits for the organizer: wishes of buyers, and money that did not arrive. Nothing when nothing waits. */
export function RefundWishes({ eventId, renderOrder }: RefundWishesProps) {
  const wishes = useQuery(openRefundsQuery(eventId, 'requested'));
  const failed = useQuery(openRefundsQuery(eventId, 'failed'));
  const waiting = [...(wishes.data ?? []), ...(failed.data ?? [])];

  if (wishes.error) {
    return <ErrorNotice error={wishes.error} retry={() => void wishes.refetch()} />;
  }
  if (waiting.length === 0) return null;
  return (
    <Panel
      title={
        <Plural
          value={waiting.length}
          one="# refund waits for you"
          other="# refunds wait for you"
        />
      }
    >
      <ul className={classes.list}>
        {waiting.map((refund) => (
          <li key={refund.id}>
            <Waiting refund={refund} renderOrder={renderOrder} />
          </li>
        ))}
      </ul>
    </Panel>
  );
}

function Waiting({ refund, renderOrder }: { refund: Refund; renderOrder: RenderOrder }) {
  const { money, localDateTime } = useFormat();
  const decide = useDecideRefund();
  const mayForce = isForceable(decide.error);
  const tickets = refund.ticket_ids.length;
  const button = (answer: 'approve' | 'decline' | 'retry', force = false) => ({
    loading: decide.isPending && decide.variables.answer === answer,
    disabled: decide.isPending,
    onClick: () => decide.mutate({ refundId: refund.id, answer, force }),
  });

  return (
    <>
      <div>
        <strong>{money(refund.amount, refund.currency)}</strong>
        {tickets > 0 && (
          <>
            {' · '}
            <Plural value={tickets} one="# ticket" other="# tickets" />
          </>
        )}
        <p>
          {refund.status === 'failed' ? (
            <Trans>The money could not be sent: {readable(refund.failure ?? '')}</Trans>
          ) : (
            refund.reason || <Trans>No reason given</Trans>
          )}
        </p>
        <p>
          {localDateTime(refund.created_at)} ·{' '}
          {renderOrder(refund.order_id, <Trans>Open order</Trans>)}
        </p>
      </div>
      <div className={classes.actions}>
        {refund.status === 'failed' ? (
          <>
            <Button {...button('retry')}>
              <Trans>Send it again</Trans>
            </Button>
            <PayByHand refund={refund} />
          </>
        ) : (
          <>
            <Button {...button('approve', mayForce)}>
              {mayForce ? <Trans>Approve all the same</Trans> : <Trans>Approve</Trans>}
            </Button>
            <Button variant="default" {...button('decline')}>
              <Trans>Decline</Trans>
            </Button>
          </>
        )}
      </div>
      {decide.error && <ErrorNotice error={decide.error} />}
    </>
  );
}
