import { Trans } from '@lingui/react/macro';
import { Button } from '@mantine/core';

import { Countdown } from '@/components/ui/countdown';
import { ErrorNotice } from '@/components/ui/error-notice';
import { ClockIcon } from '@/components/ui/icons';

import { type Hold, useExtendHold } from '../api/holds';
import classes from './hold-clock.module.css';

/** How long the tickets are still kept, and more time for who needs it. */
export function HoldClock({ hold }: { hold: Hold }) {
  const extend = useExtendHold(hold.id);
  return (
    <>
      <div className={classes.clock}>
        <ClockIcon />
        <span className={classes.text}>
          <Trans>
            Kept for you for <Countdown until={hold.expires_at} />
          </Trans>
        </span>
        <Button
          variant="default"
          size="sm"
          loading={extend.isPending}
          onClick={() => extend.mutate()}
        >
          <Trans>More time</Trans>
        </Button>
      </div>
      {extend.error && <ErrorNotice error={extend.error} />}
    </>
  );
}
