import { Trans } from '@lingui/react/macro';

import { Countdown } from '@/components/ui/countdown';
import { LinkButton } from '@/components/ui/links';
import { Outcome } from '@/components/ui/outcome';

import type { Order } from '../api/orders';

interface OrderOutcomeProps {
  order: Order;
  /** The buyer has told us to charge them, and we do not know yet how that went. */
  isPaymentSubmitted: boolean;
}

/** Where an order stands, said so that nobody pays twice and nobody waits for nothing. */
export function OrderOutcome({ order, isPaymentSubmitted }: OrderOutcomeProps) {
  switch (order.status) {
    case 'pending':
      return isPaymentSubmitted ? <Checking /> : <AwaitingPayment order={order} />;
    case 'capturing':
    case 'expiring':
    case 'review':
      return <Checking />;
    case 'paid':
    case 'partially_refunded':
      return <Paid order={order} />;
    case 'expired':
      return <Expired order={order} />;
    case 'canceled':
      return <Canceled order={order} />;
    case 'refunded':
      return (
        <Outcome tone="info" title={<Trans>Refunded in full</Trans>}>
          <p>
            <Trans>The money is on its way back; banks take a few days to show it.</Trans>
          </p>
        </Outcome>
      );
  }
}

function Checking() {
  return (
    <Outcome
      tone="info"
      isWorking
      title={<Trans>We are checking your payment. Do not pay again.</Trans>}
    >
      <p>
        <Trans>
          This takes a few seconds, sometimes a minute. You can close this page: the tickets come by
          e-mail as soon as the payment is confirmed, and if it failed nothing is charged.
        </Trans>
      </p>
    </Outcome>
  );
}

function AwaitingPayment({ order }: { order: Order }) {
  return (
    <Outcome
      tone="warn"
      title={<Trans>Your tickets wait for the payment</Trans>}
      actions={
        <LinkButton to="/orders/$orderId/pay" params={{ orderId: order.id }} size="lg">
          <Trans>Pay now</Trans>
        </LinkButton>
      }
    >
      <p>
        {order.expires_at && (
          <Trans>
            They are kept for you for another <Countdown until={order.expires_at} />.
          </Trans>
        )}
      </p>
    </Outcome>
  );
}

function Paid({ order }: { order: Order }) {
  return (
    <Outcome
      tone="good"
      title={<Trans>You’re going!</Trans>}
      actions={
        <>
          <LinkButton to="/tickets" search={{ order: order.id }} size="lg">
            <Trans>Show my tickets</Trans>
          </LinkButton>
          <LinkButton to="/" variant="default" size="lg">
            <Trans>Find more events</Trans>
          </LinkButton>
        </>
      }
    >
      <p>
        <Trans>
          Order {order.number} is complete. We have also sent the tickets to you by e-mail.
        </Trans>
      </p>
    </Outcome>
  );
}

function Expired({ order }: { order: Order }) {
  return (
    <Outcome
      tone="warn"
      title={<Trans>The time to pay ran out</Trans>}
      actions={
        <LinkButton to="/events/$eventId" params={{ eventId: order.event_id }}>
          <Trans>Choose tickets again</Trans>
        </LinkButton>
      }
    >
      <p>
        <Trans>Your tickets are on sale again. Nothing was charged.</Trans>
      </p>
    </Outcome>
  );
}

function Canceled({ order }: { order: Order }) {
  return (
    <Outcome
      tone="warn"
      title={<Trans>This order is canceled</Trans>}
      actions={
        <LinkButton to="/events/$eventId" params={{ eventId: order.event_id }} variant="default">
          <Trans>Back to the event</Trans>
        </LinkButton>
      }
    >
      <p>
        <Trans>Its tickets are on sale again. Nothing was charged.</Trans>
      </p>
    </Outcome>
  );
}
