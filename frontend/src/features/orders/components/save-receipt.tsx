import { Trans } from '@lingui/react/macro';
import { Button } from '@mantine/core';

import { ErrorNotice } from '@/components/ui/error-notice';
import { DownloadIcon } from '@/components/ui/icons';

import { type Order, useSaveReceipt } from '../api/orders';

/** The receipt of an order that was paid; where nothing was to pay there is none. */
export function SaveReceipt({ order }: { order: Order }) {
  const save = useSaveReceipt();
  if (order.total === 0) return null;
  return (
    <>
      <Button
        variant="default"
        data-screen-only
        leftSection={<DownloadIcon />}
        loading={save.isPending}
        onClick={() => save.mutate(order)}
      >
        <Trans>Save the receipt</Trans>
      </Button>
      {save.error && <ErrorNotice error={save.error} retry={() => save.mutate(order)} />}
    </>
  );
}
