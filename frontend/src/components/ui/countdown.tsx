import { useLingui } from '@lingui/react/macro';

import { clockFace, useCountdown } from '@/lib/clock/countdown';

import classes from './countdown.module.css';

interface CountdownProps {
  until: string;
  /** Below this many seconds it calls for attention. */
  warnBelow?: number;
}

/** Time left by the server's clock; said aloud once a minute, not every second. */
export function Countdown({ until, warnBelow = 120 }: CountdownProps) {
  const { t } = useLingui();
  const left = useCountdown(until);
  const minutes = Math.ceil(left / 60);

  return (
    <>
      <span
        className={classes.countdown}
        data-urgent={left <= warnBelow || undefined}
        role="timer"
        aria-label={t`Time left`}
      >
        {clockFace(left)}
      </span>
      <span className={classes.spoken} role="status">
        {left > 0 && minutes <= 3 ? t`${minutes} minutes left or less` : ''}
      </span>
    </>
  );
}
