import { Trans } from '@lingui/react/macro';

import { Tag } from '@/components/ui/tag';

import type { EventStatus } from '../api/own-events';

interface OwnEventStatusProps {
  status: EventStatus;
  saleStatus: string | null;
}

/** How an event stands, to those who manage it: also that it is a draft or on sale. */
export function OwnEventStatus({ status, saleStatus }: OwnEventStatusProps) {
  switch (status) {
    case 'draft':
      return (
        <Tag>
          <Trans>Draft</Trans>
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
    case 'published':
      return <SaleTag saleStatus={saleStatus} />;
  }
}

function SaleTag({ saleStatus }: { saleStatus: string | null }) {
  switch (saleStatus) {
    case 'sold_out':
      return (
        <Tag tone="good">
          <Trans>Sold out</Trans>
        </Tag>
      );
    case 'few_left':
      return (
        <Tag tone="warn">
          <Trans>Few left</Trans>
        </Tag>
      );
    case 'not_yet':
      return (
        <Tag tone="info">
          <Trans>On sale soon</Trans>
        </Tag>
      );
    case 'ended':
      return (
        <Tag>
          <Trans>Sale ended</Trans>
        </Tag>
      );
    default:
      return (
        <Tag tone="good">
          <Trans>On sale</Trans>
        </Tag>
      );
  }
}
