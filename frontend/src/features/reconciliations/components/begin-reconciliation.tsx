import { Trans, useLingui } from '@lingui/react/macro';
import { Button, Checkbox } from '@mantine/core';
import { useState } from 'react';

import { ErrorNotice } from '@/components/ui/error-notice';
import { Unfold, UnfoldActions } from '@/components/ui/unfold';

import { useBeginReconciliation } from '../api/reconciliations';

export function BeginReconciliation() {
  return (
    <Unfold
      label={<Trans>Compare now</Trans>}
      title={<Trans>Compare the last week with the payment provider?</Trans>}
    >
      {(close) => <BeginFields close={close} />}
    </Unfold>
  );
}

function BeginFields({ close }: { close: () => void }) {
  const { t } = useLingui();
  const [isRepairing, setIsRepairing] = useState(false);
  const begin = useBeginReconciliation();
  return (
    <>
      <p>
        <Trans>It changes nothing by itself and can be done at any time.</Trans>
      </p>
      <Checkbox
        size="md"
        label={t`Also repair what can be repaired safely`}
        description={t`Everything else waits for people.`}
        checked={isRepairing}
        onChange={(change) => setIsRepairing(change.currentTarget.checked)}
      />
      {begin.error && <ErrorNotice error={begin.error} />}
      <UnfoldActions close={close}>
        <Button
          loading={begin.isPending}
          onClick={() => begin.mutate(isRepairing, { onSuccess: close })}
        >
          <Trans>Compare</Trans>
        </Button>
      </UnfoldActions>
    </>
  );
}
