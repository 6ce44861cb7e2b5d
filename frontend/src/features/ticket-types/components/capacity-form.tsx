import { Trans, useLingui } from '@lingui/react/macro';
import { Button, TextInput } from '@mantine/core';
import { type ReactNode, useState } from 'react';

import { ErrorNotice } from '@/components/ui/error-notice';
import { Notice } from '@/components/ui/notice';
import { UnfoldActions } from '@/components/ui/unfold';
import { ApiError } from '@/lib/api/problem';
import { useFormat } from '@/lib/i18n/use-format';

import { MOST_TICKETS } from '../api/fields';
import classes from './ticket-types.module.css';

interface CapacityFormProps {
  capacity: number | null;
  least: number;
  error: Error | null;
  isSaving: boolean;
  save: (capacity: number) => void;
  close: () => void;
  /** What else can be done about it. */
  children?: ReactNode;
}

/** More or fewer tickets, also while they are being sold. */
export function CapacityForm({
  capacity,
  least,
  error,
  isSaving,
  save,
  close,
  children,
}: CapacityFormProps) {
  const { t } = useLingui();
  const [typed, setTyped] = useState(String(capacity ?? ''));
  const number = /^\d{1,7}$/.test(typed) ? Number(typed) : NaN;
  const isCount = number >= least && number <= MOST_TICKETS;
  return (
    <div className={classes.form}>
      <TextInput
        label={t`How many there are`}
        inputMode="numeric"
        value={typed}
        error={
          isCount || typed === ''
            ? undefined
            : t`Enter a whole number from ${least} to ${MOST_TICKETS}.`
        }
        onChange={(change) => setTyped(change.currentTarget.value)}
      />
      {error && <Refusal error={error} />}
      <UnfoldActions close={close}>
        <Button
          loading={isSaving}
          disabled={!isCount || number === capacity}
          onClick={() => save(number)}
        >
          <Trans>Set it</Trans>
        </Button>
        {children}
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
