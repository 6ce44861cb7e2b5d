import { Trans } from '@lingui/react/macro';
import type { ReactNode } from 'react';

import { LinkButton } from '@/components/ui/links';
import { Outcome } from '@/components/ui/outcome';

import type { Order } from '../api/orders';

export interface Postponement {
  /** The new date, as far as it is known. */
  newDate: ReactNode;
  /** What somebody can do who cannot come then; null when nothing, or while that is not known. */
  wayOut: 'give_back' | 'pass_on' | null;
}

/** An order that is paid, whose event does not take place when it was to. */
export function EventPostponed({ order, newDate, wayOut }: Postponement & { order: Order }) {
  return (
    <Outcome
      tone="warn"
      title={<Trans>The event is postponed</Trans>}
      actions={
        <LinkButton to="/tickets" search={{ order: order.id }} size="lg">
          <Trans>Show my tickets</Trans>
        </LinkButton>
      }
    >
      <p>{newDate}</p>
      {wayOut === 'give_back' && (
        <p>
          <Trans>If you cannot come then, give tickets back below.</Trans>
        </p>
      )}
      {wayOut === 'pass_on' && (
        <p>
          <Trans>If you cannot come then, you can give each ticket to somebody else.</Trans>
        </p>
      )}
    </Outcome>
  );
}
