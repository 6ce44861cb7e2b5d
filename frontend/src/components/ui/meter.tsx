import classes from './meter.module.css';

interface MeterProps {
  /** What is measured, for those who hear the page. */
  label: string;
  value: number;
  max: number;
}

/** How much of something is taken; the figures stand beside it in words. */
export function Meter({ label, value, max }: MeterProps) {
  const share = max > 0 ? Math.min(1, value / max) : 0;
  return (
    <div
      className={classes.meter}
      role="meter"
      aria-label={label}
      aria-valuenow={value}
      aria-valuemin={0}
      aria-valuemax={max}
    >
      <span style={{ inlineSize: `${share * 100}%` }} data-full={share >= 1 || undefined} />
    </div>
  );
}
