import { Trans } from '@lingui/react/macro';
import { Button } from '@mantine/core';

import { ErrorNotice } from '@/components/ui/error-notice';
import { Outcome } from '@/components/ui/outcome';

import { type Hold, useTakeHold } from '../api/holds';

interface HoldExpiredProps {
  hold: Hold;
  /** The code with which it was taken, if with one. */
  accessCode: string | undefined;
  onTakenAgain: (hold: Hold) => void;
}

/** The time is up. What was typed is kept, and the same tickets can be asked for again. */
export function HoldExpired({ hold, accessCode, onTakenAgain }: HoldExpiredProps) {
  const take = useTakeHold();
  const again = () =>
    take.mutate(
      {
        event_id: hold.event_id,
        items: hold.items.map(({ ticket_type_id, quantity }) => ({ ticket_type_id, quantity })),
        access_code: accessCode,
      },
      { onSuccess: onTakenAgain },
    );

  return (
    <>
      <Outcome
        tone="warn"
        title={<Trans>The time ran out</Trans>}
        actions={
          <Button onClick={again} loading={take.isPending}>
            <Trans>Try to get them again</Trans>
          </Button>
        }
      >
        <p>
          <Trans>
            Your tickets are on sale again. Nothing was charged, and the names that you entered are
            kept.
          </Trans>
        </p>
      </Outcome>
      {take.error && <ErrorNotice error={take.error} />}
    </>
  );
}
