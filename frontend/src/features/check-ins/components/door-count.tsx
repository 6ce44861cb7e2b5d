import { Trans, useLingui } from '@lingui/react/macro';
import { Progress, Skeleton } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';

import { ErrorNotice } from '@/components/ui/error-notice';
import { useFormat } from '@/lib/i18n/use-format';

import { countQuery } from '../api/check-ins';
import classes from './door-count.module.css';

/** How many are inside, through all gates and through each. */
export function DoorCount({ eventId }: { eventId: string }) {
  const { t } = useLingui();
  const format = useFormat();
  const count = useQuery(countQuery(eventId));

  // What was counted last is better than nothing while the network is away.
  if (!count.data) {
    if (count.isPending) return <Skeleton height={110} radius="lg" />;
    return <ErrorNotice error={count.error} retry={() => void count.refetch()} />;
  }
  const { inside, valid, gates } = count.data;
  const total = format.count(valid);
  const named = gates.filter((gate) => gate.gate !== null);
  return (
    <div className={classes.count}>
      <p className={classes.total}>
        <strong data-testid="inside">{format.count(inside)}</strong>{' '}
        <Trans>of {total} are inside</Trans>
      </p>
      <Progress
        value={valid > 0 ? (inside / valid) * 100 : 0}
        size="lg"
        radius="xl"
        aria-label={t`Share of the tickets that are inside`}
      />
      {named.length > 0 && (
        <dl className={classes.gates}>
          {gates.map((gate) => (
            <div key={gate.gate ?? ''}>
              <dt>{gate.gate ?? <Trans>No gate named</Trans>}</dt>
              <dd>{format.count(gate.inside)}</dd>
            </div>
          ))}
        </dl>
      )}
    </div>
  );
}
