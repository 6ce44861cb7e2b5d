import { Trans } from '@lingui/react/macro';

import { Tag } from '@/components/ui/tag';

import type { Ticket } from '../api/tickets';

/** What the door would say, in a word. */
export function TicketStatusTag({ ticket }: { ticket: Ticket }) {
  switch (ticket.status) {
    case 'valid':
      return ticket.checked_in_at ? (
        <Tag tone="info">
          <Trans>Used</Trans>
        </Tag>
      ) : (
        <Tag tone="good">
          <Trans>Valid</Trans>
        </Tag>
      );
    case 'refunded':
      return (
        <Tag tone="info">
          <Trans>Refunded</Trans>
        </Tag>
      );
    case 'voided':
      return (
        <Tag tone="bad">
          <Trans>Not valid any more</Trans>
        </Tag>
      );
  }
}
