import { Plural, Trans, useLingui } from '@lingui/react/macro';
import { Skeleton } from '@mantine/core';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';

import { EmptyState } from '@/components/ui/empty-state';
import { ErrorNotice } from '@/components/ui/error-notice';
import { CheckIcon, ClockIcon } from '@/components/ui/icons';
import { Listing } from '@/components/ui/listing';
import { RecordRow, RecordTable } from '@/components/ui/record-table';
import { Tag } from '@/components/ui/tag';
import { useFormat } from '@/lib/i18n/use-format';

import { type Difference, differencesQuery, reconciliationQuery } from '../api/reconciliations';
import { codeCopy } from '../api/codes';
import classes from './difference-table.module.css';
import { ReconciliationStatus } from './reconciliation-table';

/** What one comparison has found. */
export function DifferenceTable({ reconciliationId }: { reconciliationId: string }) {
  const one = useQuery(reconciliationQuery(reconciliationId));
  if (one.isPending) return <Skeleton height={220} radius="lg" />;
  if (!one.data) {
    return (
      <ErrorNotice error={one.error} retry={() => void one.refetch()} isRetrying={one.isFetching} />
    );
  }
  return (
    <div className={classes.differences}>
      <p className={classes.summary}>
        <ReconciliationStatus reconciliation={one.data} />
        <Plural value={one.data.differences} one="# difference" other="# differences" />
      </p>
      <Differences reconciliationId={reconciliationId} isRunning={!one.data.finished_at} />
    </div>
  );
}

interface DifferencesProps {
  reconciliationId: string;
  isRunning: boolean;
}

function Differences({ reconciliationId, isRunning }: DifferencesProps) {
  const { t } = useLingui();
  const list = useInfiniteQuery(differencesQuery(reconciliationId, isRunning));
  return (
    <Listing
      list={list}
      empty={
        isRunning ? (
          <EmptyState icon={<ClockIcon size={26} />} title={<Trans>Nothing found so far</Trans>}>
            <Trans>It is still comparing.</Trans>
          </EmptyState>
        ) : (
          <EmptyState icon={<CheckIcon size={26} />} title={<Trans>The books agree</Trans>}>
            <Trans>What the payment provider shows is what we have written down.</Trans>
          </EmptyState>
        )
      }
    >
      {(differences) => (
        <RecordTable
          label={t`Differences`}
          headings={[
            <Trans>Difference</Trans>,
            <Trans>Ours</Trans>,
            <Trans>The provider’s</Trans>,
            <Trans>Repair</Trans>,
          ]}
        >
          {differences.map((difference) => (
            <DifferenceRow key={difference.id} difference={difference} />
          ))}
        </RecordTable>
      )}
    </Listing>
  );
}

function DifferenceRow({ difference }: { difference: Difference }) {
  const { i18n } = useLingui();
  const copy = codeCopy(difference.code);
  return (
    <RecordRow
      title={
        <>
          {typeof copy === 'string' ? copy : i18n._(copy)}
          <small>{difference.subject}</small>
          {difference.order_id && <small>{difference.order_id}</small>}
        </>
      }
      cells={[
        <Facts facts={difference.ours} />,
        <Facts facts={difference.theirs} />,
        <RepairState difference={difference} />,
      ]}
    />
  );
}

/** As both sides said it: these are names and numbers for whoever looks into it. */
function Facts({ facts }: { facts: Record<string, unknown> }) {
  return (
    <dl className={classes.facts}>
      {Object.entries(facts).map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{typeof value === 'object' ? JSON.stringify(value) : String(value)}</dd>
        </div>
      ))}
    </dl>
  );
}

function RepairState({ difference }: { difference: Difference }) {
  const { localDateTime } = useFormat();
  if (difference.repaired_at) {
    return (
      <Tag tone="good">
        <Trans>Begun {localDateTime(difference.repaired_at)}</Trans>
      </Tag>
    );
  }
  return difference.repair === 'review' ? (
    <Tag tone="bad">
      <Trans>Needs somebody to decide</Trans>
    </Tag>
  ) : (
    <Tag tone="warn">
      <Trans>Can be repaired</Trans>
    </Tag>
  );
}
