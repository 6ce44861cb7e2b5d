import { Trans, useLingui } from '@lingui/react/macro';
import { Button } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';

import { EmptyState } from '@/components/ui/empty-state';
import { ErrorNotice } from '@/components/ui/error-notice';
import { CheckIcon } from '@/components/ui/icons';
import { Listing } from '@/components/ui/listing';
import { Amount, RecordRow, RecordTable } from '@/components/ui/record-table';
import { readable } from '@/lib/codes';
import { useFormat } from '@/lib/i18n/use-format';

import { failedRefundsQuery, type Refund, useRetryRefund } from '../api/refunds';
import { PayByHand } from './pay-by-hand';
import classes from './refund-order.module.css';

interface FailedRefundsProps {
  renderEvent: (eventId: string) => ReactNode;
}

/** Money that should have gone back and did not arrive. */
export function FailedRefunds({ renderEvent }: FailedRefundsProps) {
  const { t } = useLingui();
  const list = useInfiniteQuery(failedRefundsQuery());
  return (
    <Listing
      list={list}
      empty={
        <EmptyState icon={<CheckIcon size={26} />} title={<Trans>No refund has failed</Trans>}>
          <Trans>
            A refund that the payment provider or a bank refuses is shown here, to be sent again or
            paid another way.
          </Trans>
        </EmptyState>
      }
    >
      {(refunds) => (
        <RecordTable
          label={t`Failed refunds`}
          headings={[
            <Trans>Event</Trans>,
            <Amount>
              <Trans>Amount</Trans>
            </Amount>,
            <Trans>Why it failed</Trans>,
            <Trans>What to do</Trans>,
          ]}
        >
          {refunds.map((refund) => (
            <RefundRow key={refund.id} refund={refund} renderEvent={renderEvent} />
          ))}
        </RecordTable>
      )}
    </Listing>
  );
}

function RefundRow({ refund, renderEvent }: { refund: Refund } & FailedRefundsProps) {
  const { money, localDateTime } = useFormat();
  const retry = useRetryRefund();
  return (
    <RecordRow
      title={
        <>
          {renderEvent(refund.event_id)}
          <small>{refund.order_id}</small>
        </>
      }
      cells={[
        <Amount>
          {money(refund.amount, refund.currency)}
          <small>{localDateTime(refund.created_at)}</small>
        </Amount>,
        refund.failure && readable(refund.failure),
        <div className={classes.actions}>
          <Button
            variant="default"
            loading={retry.isPending}
            onClick={() => retry.mutate(refund.id)}
          >
            <Trans>Send again</Trans>
          </Button>
          <PayByHand refund={refund} />
          {retry.error && <ErrorNotice error={retry.error} />}
        </div>,
      ]}
    />
  );
}
