import { Plural, Trans } from '@lingui/react/macro';

import { Countdown } from '@/components/ui/countdown';
import { LinkButton } from '@/components/ui/links';
import { Outcome } from '@/components/ui/outcome';
import { useCountdown } from '@/lib/clock/countdown';

import type { LateMoney } from '../api/late-money';
import type { Order } from '../api/orders';
import { type MoneyBack, refundedOf } from '../api/refunded';
import { EventPostponed, type Postponement } from './postponed-outcome';
import { AllRefunded, EventCanceled, PaidTooLate, PartlyRefunded } from './refunded-outcome';

interface OrderOutcomeProps {
  order: Order;
  /** What is known of a payment that the buyer has submitted; null if they have not. */
  payment: 'checking' | 'refused' | null;
  /** Of the money of an order that was given back; null while that is not known. */
  back: MoneyBack | null;
  isEventCanceled: boolean;
  /** Why it was canceled, as its organizer says. */
  reason: string | null;
  /** What a postponement means for its buyer; null if its event is not postponed. */
  postponed: Postponement | null;
  /** Money that came after the order's end; null if none did or nobody knows yet. */
  late: LateMoney | null;
  /** People closed it because its payment did not fit. */
  wasUnderReview: boolean;
  /** Of its tickets, how many others have accepted, and whether the buyer has none left. */
  givenAway: GivenAway;
}

export interface GivenAway {
  count: number;
  isAll: boolean;
}

/** Where an order stands, said so that nobody pays twice and nobody waits for nothing. */
export function OrderOutcome(props: OrderOutcomeProps) {
  const { order, payment, back, isEventCanceled, reason, late, givenAway, postponed } = props;
  if (late) return <PaidTooLate order={order} late={late} />;
  const paid = isEventCanceled ? (
    <EventCanceled order={order} reason={reason} />
  ) : postponed && !givenAway.isAll ? (
    <EventPostponed order={order} {...postponed} />
  ) : (
    <Paid order={order} givenAway={givenAway} />
  );
  switch (order.status) {
    case 'pending':
      return <Pending order={order} payment={payment} />;
    case 'capturing':
    case 'expiring':
    case 'review':
      return <Checking />;
    case 'paid':
      return paid;
    case 'partially_refunded':
      return (
        <>
          {paid}
          <PartlyRefunded order={order} refunded={refundedOf(order, back)} />
        </>
      );
    case 'expired':
      return <Expired order={order} />;
    case 'canceled':
      return <Canceled order={order} wasUnderReview={props.wasUnderReview} />;
    case 'refunded':
      return (
        <AllRefunded
          order={order}
          refunded={refundedOf(order, back)}
          isEventCanceled={isEventCanceled}
          reason={reason}
        />
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

function Pending({ order, payment }: Pick<OrderOutcomeProps, 'order' | 'payment'>) {
  const left = useCountdown(order.expires_at);
  if (payment === 'refused' && left > 0) return <Refused order={order} />;
  // When the time is up, the server makes sure that no payment is on its way before it gives the tickets back.
  return payment === 'checking' || left === 0 ? <Checking /> : <AwaitingPayment order={order} />;
}

function Refused({ order }: { order: Order }) {
  return (
    <Outcome
      tone="bad"
      title={<Trans>The payment did not go through</Trans>}
      actions={
        <LinkButton to="/orders/$orderId/pay" params={{ orderId: order.id }} size="lg">
          <Trans>Try another way to pay</Trans>
        </LinkButton>
      }
    >
      <p>
        <Trans>
          Nothing was charged. Your tickets are kept for you for another{' '}
          <Countdown until={order.expires_at} />.
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
        <Trans>
          They are kept for you for another <Countdown until={order.expires_at} />.
        </Trans>
      </p>
    </Outcome>
  );
}

function Paid({ order, givenAway }: Pick<OrderOutcomeProps, 'order' | 'givenAway'>) {
  if (givenAway.isAll) return <AllGivenAway order={order} />;
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
      {givenAway.count > 0 && (
        <p>
          <Plural
            value={givenAway.count}
            one="You have given # of its tickets to somebody else."
            other="You have given # of its tickets to others."
          />
        </p>
      )}
    </Outcome>
  );
}

function AllGivenAway({ order }: { order: Order }) {
  return (
    <Outcome
      tone="good"
      title={<Trans>Your tickets are with others now</Trans>}
      actions={
        <LinkButton to="/" variant="default" size="lg">
          <Trans>Find more events</Trans>
        </LinkButton>
      }
    >
      <p>
        <Trans>
          Order {order.number} is complete, and you have given all its tickets away. The codes that
          you had admit nobody any more.
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

function Canceled({ order, wasUnderReview }: { order: Order; wasUnderReview: boolean }) {
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
        {wasUnderReview ? (
          <Trans>
            Its payment could not be completed, and you have no tickets of it. If money was charged
            and has not come back, ask the organizer.
          </Trans>
        ) : (
          <Trans>Its tickets were given back. Nothing was charged.</Trans>
        )}
      </p>
    </Outcome>
  );
}
