import { Trans } from '@lingui/react/macro';

import { NewDate } from '@/components/ui/new-date';
import { Notice } from '@/components/ui/notice';
import { OrganizerSays } from '@/components/ui/organizer-says';
import type { Plans } from '@/lib/plans';

import type { SaleStatus } from '../api/availability';

export type EventPlans = Plans & { status_reason: string | null; venue: { time_zone: string } };

/** Why nothing of this event can be bought right now, and what that means; nothing while it can. */
export default function SaleClosed({ status, plans }: { status: SaleStatus; plans: EventPlans }) {
  switch (status) {
    case 'sold_out':
      return (
        <Notice tone="bad" title={<Trans>Sold out</Trans>}>
          <Trans>Every ticket is taken. Tickets that are given back appear here again.</Trans>
        </Notice>
      );
    case 'ended':
      return (
        <Notice tone="info" title={<Trans>The sale has ended</Trans>}>
          <Trans>Tickets for this event are not sold here any more.</Trans>
        </Notice>
      );
    case 'canceled':
      return (
        <Notice tone="bad" title={<Trans>This event is canceled</Trans>}>
          <Trans>Tickets are not valid any more. Buyers hear about their money by e-mail.</Trans>
          <OrganizerSays reason={plans.status_reason} />
        </Notice>
      );
    case 'postponed':
      return (
        <Notice tone="warn" title={<Trans>This event is postponed</Trans>}>
          <NewDate event={plans} timeZone={plans.venue.time_zone} />
        </Notice>
      );
    case 'preparing':
      return (
        <Notice tone="info" title={<Trans>The sale is about to open</Trans>}>
          <Trans>Stay on this page; the tickets appear by themselves.</Trans>
        </Notice>
      );
    case 'not_yet':
    case 'on_sale':
    case 'few_left':
      return null;
  }
}
