import { Trans } from '@lingui/react/macro';

import { Tag } from '@/components/ui/tag';

import type { SaleStatus } from '../api/availability';

/** What keeps somebody from buying, or that there is reason to hurry; nothing when tickets are simply on sale. */
export function SaleStatusTag({ status }: { status: SaleStatus }) {
  switch (status) {
    case 'few_left':
      return (
        <Tag tone="warn">
          <Trans>Few left</Trans>
        </Tag>
      );
    case 'sold_out':
      return (
        <Tag tone="bad">
          <Trans>Sold out</Trans>
        </Tag>
      );
    case 'not_yet':
      return (
        <Tag tone="info">
          <Trans>Not on sale yet</Trans>
        </Tag>
      );
    case 'ended':
      return (
        <Tag>
          <Trans>Sale ended</Trans>
        </Tag>
      );
    case 'canceled':
      return (
        <Tag tone="bad">
          <Trans>Canceled</Trans>
        </Tag>
      );
    case 'postponed':
      return (
        <Tag tone="warn">
          <Trans>Postponed</Trans>
        </Tag>
      );
    case 'preparing':
      return (
        <Tag tone="info">
          <Trans>Opening soon</Trans>
        </Tag>
      );
    case 'on_sale':
      return null;
  }
}
