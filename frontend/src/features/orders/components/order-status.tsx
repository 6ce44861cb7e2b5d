import { Trans } from '@lingui/react/macro';

import { Tag } from '@/components/ui/tag';

import type { OrderStatus } from '../api/orders';

export function OrderStatusTag({ status }: { status: OrderStatus }) {
  switch (status) {
    case 'pending':
      return (
        <Tag tone="warn">
          <Trans>Waiting for payment</Trans>
        </Tag>
      );
    case 'capturing':
    case 'expiring':
    case 'review':
      return (
        <Tag tone="info">
          <Trans>Checking the payment</Trans>
        </Tag>
      );
    case 'paid':
      return (
        <Tag tone="good">
          <Trans>Paid</Trans>
        </Tag>
      );
    case 'expired':
      return (
        <Tag>
          <Trans>Expired</Trans>
        </Tag>
      );
    case 'canceled':
      return (
        <Tag>
          <Trans>Canceled</Trans>
        </Tag>
      );
    case 'partially_refunded':
      return (
        <Tag tone="info">
          <Trans>Partly refunded</Trans>
        </Tag>
      );
    case 'refunded':
      return (
        <Tag tone="info">
          <Trans>Refunded</Trans>
        </Tag>
      );
  }
}
