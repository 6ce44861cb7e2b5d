import { msg } from '@lingui/core/macro';
import type { MessageDescriptor } from '@lingui/core';
import { useLingui } from '@lingui/react/macro';
import { useQuery } from '@tanstack/react-query';

import { Loaded } from '@/components/ui/loaded';
import { readable } from '@/lib/codes';
import { useFormat } from '@/lib/i18n/use-format';

import { type TimelineEntry, timelineQuery } from '../api/event-orders';
import classes from './order-timeline.module.css';

const WHAT: Record<TimelineEntry['what'], MessageDescriptor> = {
  placed: msg`Order placed`,
  payment_started: msg`Payment begun`,
  payment_failed: msg`Payment failed`,
  payment_authorized: msg`Payment authorized`,
  payment_captured: msg`Money received`,
  paid: msg`Paid, tickets issued`,
  expiring: msg`Time to pay is over`,
  payment_canceled: msg`Payment canceled`,
  expired: msg`Expired, tickets on sale again`,
  canceled: msg`Canceled`,
  holder_changed: msg`Holder’s name changed`,
  ticket_reissued: msg`Ticket issued again, older codes refused`,
  ticket_offered: msg`Ticket offered to somebody`,
  ticket_transferred: msg`Ticket handed over`,
  offer_declined: msg`Offer declined`,
  offer_withdrawn: msg`Offer taken back`,
  offer_expired: msg`Offer expired`,
  ticket_voided: msg`Ticket voided`,
  refund_requested: msg`Refund asked for`,
  refund_declined: msg`Refund declined`,
  refund_approved: msg`Refund approved`,
  refund_retried: msg`Refund sent once more`,
  refund_sent: msg`Money sent back`,
  refund_failed: msg`Refund failed`,
  disputed: msg`The buyer’s bank disputes the payment`,
  dispute_ended: msg`Dispute ended`,
  under_review: msg`Needs to be looked at by people`,
};

const BY: Record<TimelineEntry['by'], MessageDescriptor> = {
  buyer: msg`by the buyer`,
  holder: msg`by the ticket’s holder`,
  organizer: msg`by the organizer`,
  admin: msg`by an administrator`,
  system: msg`by itself`,
};

const BAD: readonly TimelineEntry['what'][] = [
  'payment_failed',
  'refund_failed',
  'disputed',
  'under_review',
];

/** An order's life, the earliest first. */
export function OrderTimeline({ orderId }: { orderId: string }) {
  const timeline = useQuery(timelineQuery(orderId));
  return (
    <Loaded query={timeline}>
      {({ entries, currency }) => (
        <ol className={classes.timeline}>
          {entries.map((entry, index) => (
            <Entry key={index} entry={entry} currency={currency} />
          ))}
        </ol>
      )}
    </Loaded>
  );
}

function Entry({ entry, currency }: { entry: TimelineEntry; currency: string }) {
  const { i18n } = useLingui();
  const { money, localDateTime } = useFormat();
  return (
    <li data-bad={BAD.includes(entry.what) || undefined}>
      <span className={classes.what}>
        {i18n._(WHAT[entry.what])}
        {entry.amount !== null && <strong>{money(entry.amount, currency)}</strong>}
      </span>
      <span className={classes.when}>
        <time dateTime={entry.happened_at}>{localDateTime(entry.happened_at)}</time>,{' '}
        {i18n._(BY[entry.by])}
      </span>
      {entry.reason && <q className={classes.reason}>{readable(entry.reason)}</q>}
    </li>
  );
}
