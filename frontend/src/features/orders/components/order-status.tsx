import { useLingui } from '@lingui/react';

import { Tag } from '@/components/ui/tag';

import type { OrderStatus } from '../api/orders';
import { STATUS_TONES, STATUS_WORDS } from './order-status-words';

export function OrderStatusTag({ status }: { status: OrderStatus }) {
  const { i18n } = useLingui();
  return <Tag tone={STATUS_TONES[status]}>{i18n._(STATUS_WORDS[status])}</Tag>;
}
