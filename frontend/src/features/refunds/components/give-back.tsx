import { Trans } from '@lingui/react/macro';

import { Notice } from '@/components/ui/notice';
import { Unfold } from '@/components/ui/unfold';
import { serverClock } from '@/lib/clock/server-clock';

import { type Policy, refusedByPolicy } from '../api/policy';
import type { Refund } from '../api/refunds';
import classes from './give-back.module.css';
import { type OwnTicket, WishFields } from './wish-fields';

interface GiveBackProps {
  orderId: string;
  /** Those that are valid and still the buyer's. */
  tickets: OwnTicket[];
  refunds: Refund[];
  policy: Policy;
}

/** For the buyer of an order: what was asked for, and how to ask for the money of tickets that nobody will use. */
export function GiveBack({ orderId, tickets, refunds, policy }: GiveBackProps) {
  const wishes = refunds.filter(({ status }) => status === 'requested');
  const isDeclined = refunds.some(({ status }) => status === 'declined');
  const free = tickets.filter(
    ({ id }) => !wishes.some(({ ticket_ids }) => ticket_ids.includes(id)),
  );

  return (
    <div className={classes.place} data-screen-only>
      {wishes.length > 0 && (
        <Notice tone="info" title={<Trans>You have asked for your money back</Trans>}>
          <Trans>
            The organizer decides about it, and we write to you. Until then the tickets stay valid.
          </Trans>
        </Notice>
      )}
      {wishes.length === 0 && isDeclined && (
        <Notice tone="warn" title={<Trans>The organizer has declined a refund</Trans>}>
          <Trans>The tickets that you wanted to give back are valid as before.</Trans>
        </Notice>
      )}
      {free.length > 0 && <Wish orderId={orderId} tickets={free} policy={policy} />}
    </div>
  );
}

function Wish({ orderId, tickets, policy }: Omit<GiveBackProps, 'refunds'>) {
  switch (refusedByPolicy(policy, serverClock.now())) {
    case 'refunds_not_allowed':
      return (
        <p className={classes.closed}>
          <Trans>Tickets for this event are not taken back.</Trans>
        </p>
      );
    case 'refund_period_over':
      return (
        <p className={classes.closed}>
          <Trans>The time to give tickets back is over.</Trans>
        </p>
      );
    case null:
      return (
        <Unfold
          label={<Trans>Give tickets back</Trans>}
          title={<Trans>Which tickets do you want to give back?</Trans>}
        >
          {(close) => (
            <WishFields
              orderId={orderId}
              tickets={tickets}
              isGrantedAtOnce={policy.refunds === 'automatic'}
              close={close}
            />
          )}
        </Unfold>
      );
  }
}
