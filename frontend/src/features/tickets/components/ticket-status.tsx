import { Trans } from '@lingui/react/macro';

import { Tag } from '@/components/ui/tag';

import type { Ticket } from '../api/tickets';

export function TicketStatusTag({ status }: { status: Ticket['status'] }) {
  switch (status) {
    case 'valid':
      return (
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
