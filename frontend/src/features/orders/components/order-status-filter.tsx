import { useLingui } from '@lingui/react/macro';
import { NativeSelect } from '@mantine/core';

import { LASTING } from '../api/lasting';
import { STATUS_WORDS } from './order-status-words';

export type LastingStatus = (typeof LASTING)[number];

interface OrderStatusFilterProps {
  value: LastingStatus | undefined;
  onChange: (status: LastingStatus | undefined) => void;
}

/** For those who decide about orders: to buyers an order under review is one whose payment is checked. */
export function OrderStatusFilter({ value, onChange }: OrderStatusFilterProps) {
  const { i18n, t } = useLingui();
  const name = (status: LastingStatus) =>
    status === 'review' ? t`Under review` : i18n._(STATUS_WORDS[status]);
  return (
    <NativeSelect
      label={t`State`}
      value={value ?? ''}
      onChange={(change) =>
        onChange(LASTING.find((status) => status === change.currentTarget.value))
      }
      data={[
        { value: '', label: t`All` },
        ...LASTING.map((status) => ({ value: status, label: name(status) })),
      ]}
    />
  );
}
