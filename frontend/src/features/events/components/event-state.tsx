import { Trans } from '@lingui/react/macro';

import { Tag } from '@/components/ui/tag';

interface EventStateTagProps {
  status: string;
  saleStatus: string | null;
}

/** What one should know before opening the event; nothing when it takes place and can be bought. */
export function EventStateTag({ status, saleStatus }: EventStateTagProps) {
  if (status === 'canceled') {
    return (
      <Tag tone="bad">
        <Trans>Canceled</Trans>
      </Tag>
    );
  }
  if (status === 'postponed') {
    return (
      <Tag tone="warn">
        <Trans>Postponed</Trans>
      </Tag>
    );
  }
  switch (saleStatus) {
    case 'sold_out':
      return (
        <Tag tone="bad">
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
      return null;
  }
}
