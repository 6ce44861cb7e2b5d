import { Trans } from '@lingui/react/macro';

import { LinkButton } from '@/components/ui/links';
import { Notice } from '@/components/ui/notice';
import { OrganizerSays } from '@/components/ui/organizer-says';
import { Outcome } from '@/components/ui/outcome';
import { useFormat } from '@/lib/i18n/use-format';

import type { LateMoney } from '../api/late-money';
import type { Order } from '../api/orders';
import type { Refunded } from '../api/refunded';

interface RefundedProps {
  order: Order;
  refunded: Refunded;
}

/** An order without valid tickets. Money is spoken of only where there is some. */
export function AllRefunded({
  order,
  refunded,
  isEventCanceled,
  reason,
}: RefundedProps & { isEventCanceled: boolean; reason: string | null }) {
  return (
    <Outcome
      tone="info"
      title={
        isEventCanceled ? <Trans>The event was canceled</Trans> : <Title refunded={refunded} />
      }
      actions={<BackToEvent order={order} />}
    >
      <p>
        <Money order={order} refunded={refunded} />
      </p>
      <p>
        <Trans>Tickets of this order admit nobody any more.</Trans>
        {isEventCanceled && <OrganizerSays reason={reason} />}
      </p>
    </Outcome>
  );
}

/** Money that arrived when the order had ended already. */
export function PaidTooLate({ order, late }: { order: Order; late: LateMoney }) {
  const { money } = useFormat();
  const isCanceled = late.why === 'event_canceled';
  return (
    <Outcome
      tone="info"
      title={
        isCanceled ? (
          <Trans>The event was canceled</Trans>
        ) : late.isSent ? (
          <Trans>Your payment came too late and was sent back</Trans>
        ) : (
          <Trans>Your payment came too late and goes back</Trans>
        )
      }
      actions={
        isCanceled ? (
          <BackToEvent order={order} />
        ) : (
          <LinkButton to="/events/$eventId" params={{ eventId: order.event_id }}>
            <Trans>Choose tickets again</Trans>
          </LinkButton>
        )
      }
    >
      <p>
        {isCanceled ? (
          <Trans>Your payment arrived after that. You have no tickets of this order.</Trans>
        ) : (
          <Trans>
            When it arrived, the time to pay was over and the tickets could not be had any more. You
            have no tickets of this order.
          </Trans>
        )}
      </p>
      <p>
        <Going {...late} amount={money(late.amount, order.currency)} />
      </p>
    </Outcome>
  );
}

/** An order of which not everything was given back yet. */
export function EventCanceled({ order, reason }: { order: Order; reason: string | null }) {
  return (
    <Outcome
      tone="info"
      title={<Trans>The event was canceled</Trans>}
      actions={<BackToEvent order={order} />}
    >
      <p>
        {order.total > 0 ? (
          <Trans>Tickets are not valid any more. Buyers hear about their money by e-mail.</Trans>
        ) : (
          <Trans>Tickets of this order admit nobody any more.</Trans>
        )}
        <OrganizerSays reason={reason} />
      </p>
    </Outcome>
  );
}

function BackToEvent({ order }: { order: Order }) {
  return (
    <LinkButton to="/events/$eventId" params={{ eventId: order.event_id }} variant="default">
      <Trans>Back to the event</Trans>
    </LinkButton>
  );
}

function Title({ refunded }: { refunded: Refunded }) {
  switch (refunded.kind) {
    case 'no_money':
      return <Trans>Your tickets were given back</Trans>;
    case 'whole':
      return <Trans>Refunded in full</Trans>;
    case 'part':
      return <Trans>Refunded in part</Trans>;
    case 'some':
      return <Trans>Refunded</Trans>;
  }
}

/** Beneath an order that goes on with what is left of it. */
export function PartlyRefunded({ order, refunded }: RefundedProps) {
  return (
    <Notice
      tone="info"
      title={
        refunded.kind === 'no_money' ? (
          <Trans>Some of its tickets were given back</Trans>
        ) : (
          <Trans>A part of this order was refunded</Trans>
        )
      }
    >
      <Money order={order} refunded={refunded} />
    </Notice>
  );
}

function Money({ order, refunded }: RefundedProps) {
  const { money } = useFormat();
  const total = money(order.total, order.currency);
  switch (refunded.kind) {
    case 'no_money':
      return <Trans>The tickets were free, so no money goes back.</Trans>;
    case 'some':
      return (
        <Trans>The money goes back the way it was paid; banks take a few days to show it.</Trans>
      );
    case 'whole':
      return <Going {...refunded} amount={total} />;
    case 'part':
      return (
        <>
          <Going {...refunded} amount={money(refunded.amount, order.currency)} />{' '}
          <Trans>You had paid {total}.</Trans>
        </>
      );
  }
}

interface GoingProps {
  amount: string;
  isSent: boolean;
  isByHand: boolean;
}

function Going({ amount, isSent, isByHand }: GoingProps) {
  if (!isSent) {
    return (
      <Trans>{amount} goes back the way it was paid. We tell you as soon as it is sent.</Trans>
    );
  }
  return isByHand ? (
    <Trans>
      {amount} was sent back. What could not go the way it was paid, the organizer has sent you
      another way.
    </Trans>
  ) : (
    <Trans>{amount} was sent back the way it was paid; banks take a few days to show it.</Trans>
  );
}
