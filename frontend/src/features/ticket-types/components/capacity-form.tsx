import { Trans, useLingui } from '@lingui/react/macro';
import { Button, TextInput } from '@mantine/core';
import { useState } from 'react';

import { ErrorNotice } from '@/components/ui/error-notice';
import { Notice } from '@/components/ui/notice';
import { UnfoldActions } from '@/components/ui/unfold';
import { ApiError } from '@/lib/api/problem';
import { useFormat } from '@/lib/i18n/use-format';

import { MOST_TICKETS } from '../api/fields';
import { type TicketType, useSetCapacity } from '../api/ticket-types';
import classes from './ticket-types.module.css';

/** More or fewer tickets, also while they are being sold. */
export function CapacityForm({ type, close }: { type: TicketType; close: () => void }) {
  const { t } = useLingui();
  const set = useSetCapacity(type.event_id);
  const [typed, setTyped] = useState(String(type.capacity));
  const isCount = /^\d{1,7}$/.test(typed) && Number(typed) <= MOST_TICKETS;
  return (
    <div className={classes.form}>
      <TextInput
        label={t`How many there are`}
        inputMode="numeric"
        value={typed}
        error={isCount ? undefined : t`Enter a whole number from 0 to ${MOST_TICKETS}.`}
        onChange={(change) => setTyped(change.currentTarget.value)}
      />
      {set.error && <Refusal error={set.error} />}
      <UnfoldActions close={close}>
        <Button
          loading={set.isPending}
          disabled={!isCount || Number(typed) === type.capacity}
          onClick={() => set.mutate({ id: type.id, capacity: Number(typed) }, { onSuccess: close })}
        >
          <Trans>Set it</Trans>
        </Button>
      </UnfoldActions>
    </div>
  );
}

function Refusal({ error }: { error: Error }) {
  const { count } = useFormat();
  if (!(error instanceof ApiError) || error.code !== 'capacity_below_sold') {
    return <ErrorNotice error={error} />;
  }
  const { sold, held } = error.members;
  const soldCount = count(Number(sold ?? 0));
  const heldCount = count(Number(held ?? 0));
  return (
    <Notice tone="warn" urgent title={<Trans>That is fewer than are gone already</Trans>}>
      <Trans>
        {soldCount} are sold and {heldCount} are in somebody’s basket right now. Choose at least as
        many, or refund orders first.
      </Trans>
    </Notice>
  );
}
