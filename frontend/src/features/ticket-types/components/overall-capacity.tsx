import { Trans } from '@lingui/react/macro';
import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';

import { Panel } from '@/components/ui/panel';
import { Unfold } from '@/components/ui/unfold';
import { useFormat } from '@/lib/i18n/use-format';

import { overallCapacityQuery, useSetOverallCapacity } from '../api/ticket-types';
import { CapacityForm } from './capacity-form';

/** A room holds so many people, whatever tickets they have. */
export function OverallCapacity({ eventId, isDraft }: { eventId: string; isDraft: boolean }) {
  const { count } = useFormat();
  const { data: capacity = null } = useQuery(overallCapacityQuery(eventId));
  const set = useSetOverallCapacity(eventId);
  if (capacity === null && !isDraft) return null;
  const number = capacity === null ? null : count(capacity);
  return (
    <Panel title={<Trans>All kinds together</Trans>}>
      <p>
        {number === null ? (
          <Trans>Each kind is sold up to its own number.</Trans>
        ) : (
          <Trans>No more than {number} tickets are sold, whatever their kind.</Trans>
        )}
      </p>
      <Unfold
        label={
          capacity === null ? <Trans>Set a limit for all</Trans> : <Trans>Change the limit</Trans>
        }
        title={<Trans>How many tickets of all kinds are there?</Trans>}
      >
        {(close) => (
          <CapacityForm
            capacity={capacity}
            least={1}
            error={set.error}
            isSaving={set.isPending}
            save={(wanted) => set.mutate(wanted, { onSuccess: close })}
            close={close}
          >
            {isDraft && capacity !== null && (
              <Button
                variant="default"
                loading={set.isPending}
                onClick={() => set.mutate(null, { onSuccess: close })}
              >
                <Trans>No limit</Trans>
              </Button>
            )}
          </CapacityForm>
        )}
      </Unfold>
    </Panel>
  );
}
