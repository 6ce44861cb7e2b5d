import type { MessageDescriptor } from '@lingui/core';
import { msg } from '@lingui/core/macro';

import type { OrderStatus } from '../api/orders';

export const STATUS_WORDS: Record<OrderStatus, MessageDescriptor> = {
  pending: msg`Waiting for payment`,
  capturing: msg`Checking the payment`,
  expiring: msg`Checking the payment`,
  review: msg`Checking the payment`,
  paid: msg`Paid`,
  expired: msg`Expired`,
  canceled: msg`Canceled`,
  partially_refunded: msg`Partly refunded`,
  refunded: msg`Refunded`,
};

export const STATUS_TONES: Partial<Record<OrderStatus, 'good' | 'warn' | 'info'>> = {
  pending: 'warn',
  capturing: 'info',
  expiring: 'info',
  review: 'info',
  paid: 'good',
  partially_refunded: 'info',
  refunded: 'info',
};
