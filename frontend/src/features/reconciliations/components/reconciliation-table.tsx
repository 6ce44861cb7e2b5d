import { Plural, Trans, useLingui } from '@lingui/react/macro';
import { useInfiniteQuery } from '@tanstack/react-query';

import { EmptyState } from '@/components/ui/empty-state';
import { CheckIcon } from '@/components/ui/icons';
import { TextLink } from '@/components/ui/links';
import { Listing } from '@/components/ui/listing';
import { RecordRow, RecordTable } from '@/components/ui/record-table';
import { Tag } from '@/components/ui/tag';
import { useFormat } from '@/lib/i18n/use-format';

import { type Reconciliation, reconciliationsQuery } from '../api/reconciliations';

/** Every comparison of the payment provider with our books. */
export function ReconciliationTable() {
  const { t } = useLingui();
  const list = useInfiniteQuery(reconciliationsQuery());
  return (
    <Listing
      list={list}
      empty={
        <EmptyState icon={<CheckIcon size={26} />} title={<Trans>Nothing compared yet</Trans>}>
          <Trans>Once a day this is done by itself. You can also do it now.</Trans>
        </EmptyState>
      }
    >
      {(reconciliations) => (
        <RecordTable
          label={t`Reconciliations`}
          headings={[<Trans>Begun</Trans>, <Trans>Compared</Trans>, <Trans>Status</Trans>]}
        >
          {reconciliations.map((reconciliation) => (
            <ReconciliationRow key={reconciliation.id} reconciliation={reconciliation} />
          ))}
        </RecordTable>
      )}
    </Listing>
  );
}

function ReconciliationRow({ reconciliation }: { reconciliation: Reconciliation }) {
  const { localDateTime } = useFormat();
  const { id, created_at, since, intents, refunds, is_repairing } = reconciliation;
  return (
    <RecordRow
      title={
        <>
          <TextLink to="/admin/reconciliations/$id" params={{ id }}>
            {localDateTime(created_at)}
          </TextLink>
          <small>
            <Trans>Since {localDateTime(since)}</Trans>
          </small>
        </>
      }
      cells={[
        <>
          <Plural value={intents} one="# payment" other="# payments" />,{' '}
          <Plural value={refunds} one="# refund" other="# refunds" />
          {is_repairing && (
            <small>
              <Trans>Repairs what is safe</Trans>
            </small>
          )}
        </>,
        <ReconciliationStatus reconciliation={reconciliation} />,
      ]}
    />
  );
}

export function ReconciliationStatus({ reconciliation }: { reconciliation: Reconciliation }) {
  if (reconciliation.finished_at) {
    return (
      <Tag tone="good">
        <Trans>Finished</Trans>
      </Tag>
    );
  }
  return (
    <>
      <Tag tone="info">
        <Trans>Running</Trans>
      </Tag>
      {reconciliation.last_error && <small>{reconciliation.last_error}</small>}
    </>
  );
}
