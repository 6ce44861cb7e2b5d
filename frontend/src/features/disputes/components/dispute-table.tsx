import type { MessageDescriptor } from '@lingui/core';
import { msg } from '@lingui/core/macro';
import { Trans, useLingui } from '@lingui/react/macro';
import { useInfiniteQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';

import { EmptyState } from '@/components/ui/empty-state';
import { CheckIcon } from '@/components/ui/icons';
import { Listing } from '@/components/ui/listing';
import type { Tone } from '@/components/ui/notice';
import { Amount, RecordRow, RecordTable } from '@/components/ui/record-table';
import { Tag } from '@/components/ui/tag';
import { useFormat } from '@/lib/i18n/use-format';

import { type Dispute, disputesQuery } from '../api/disputes';

const STATUSES: Record<Dispute['status'], { tone: Tone | 'quiet'; words: MessageDescriptor }> = {
  warning_needs_response: { tone: 'warn', words: msg`The bank asks` },
  warning_under_review: { tone: 'info', words: msg`The bank looks at the answer` },
  warning_closed: { tone: 'quiet', words: msg`The bank’s question is settled` },
  needs_response: { tone: 'bad', words: msg`Needs an answer` },
  under_review: { tone: 'info', words: msg`The bank decides` },
  appeal_needs_response: { tone: 'bad', words: msg`The appeal needs an answer` },
  appeal_under_review: { tone: 'info', words: msg`The bank decides about the appeal` },
  won: { tone: 'good', words: msg`Won` },
  lost: { tone: 'bad', words: msg`Lost` },
  prevented: { tone: 'good', words: msg`Prevented` },
};

interface DisputeTableProps {
  renderEvent: (eventId: string) => ReactNode;
}

/** What buyers' banks have taken back or want to. */
export function DisputeTable({ renderEvent }: DisputeTableProps) {
  const { t } = useLingui();
  const list = useInfiniteQuery(disputesQuery());
  return (
    <Listing
      list={list}
      empty={
        <EmptyState icon={<CheckIcon size={26} />} title={<Trans>No payment is disputed</Trans>}>
          <Trans>When a buyer’s bank wants money back, it is shown here with its deadline.</Trans>
        </EmptyState>
      }
    >
      {(disputes) => (
        <RecordTable
          label={t`Disputes`}
          headings={[
            <Trans>Event</Trans>,
            <Amount>
              <Trans>Amount</Trans>
            </Amount>,
            <Trans>Reason</Trans>,
            <Trans>Status</Trans>,
          ]}
        >
          {disputes.map((dispute) => (
            <DisputeRow key={dispute.id} dispute={dispute} renderEvent={renderEvent} />
          ))}
        </RecordTable>
      )}
    </Listing>
  );
}

function DisputeRow({ dispute, renderEvent }: { dispute: Dispute } & DisputeTableProps) {
  const { i18n } = useLingui();
  const { money, localDateTime } = useFormat();
  const { tone, words } = STATUSES[dispute.status];
  const until = dispute.evidence_until && localDateTime(dispute.evidence_until);
  return (
    <RecordRow
      title={
        <>
          {renderEvent(dispute.event_id)}
          <small>{dispute.order_id}</small>
        </>
      }
      cells={[
        <Amount>
          {money(dispute.amount, dispute.currency)}
          <small>{localDateTime(dispute.opened_at)}</small>
        </Amount>,
        <>
          {dispute.reason}
          <small>{dispute.provider_id}</small>
        </>,
        <>
          <Tag tone={tone}>{i18n._(words)}</Tag>
          {until && !dispute.closed_at && (
            <small>
              <Trans>Answer it at the payment provider until {until}</Trans>
            </small>
          )}
        </>,
      ]}
    />
  );
}
