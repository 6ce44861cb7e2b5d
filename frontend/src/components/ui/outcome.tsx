import type { ReactNode } from 'react';

import { CheckIcon, ClockIcon, CrossIcon, WarningIcon } from './icons';
import type { Tone } from './notice';
import classes from './outcome.module.css';

const ICONS = { info: ClockIcon, good: CheckIcon, warn: WarningIcon, bad: CrossIcon };

interface OutcomeProps {
  tone: Tone;
  title: ReactNode;
  children: ReactNode;
  actions?: ReactNode;
  /** Still going on: the mark breathes. */
  isWorking?: boolean;
}

/** How something ended, or that it has not yet: the one thing on the page that matters. */
export function Outcome({ tone, title, children, actions, isWorking = false }: OutcomeProps) {
  const Icon = ICONS[tone];
  return (
    <section
      className={classes.outcome}
      data-tone={tone}
      role={tone === 'bad' ? 'alert' : 'status'}
    >
      <span className={classes.mark} data-working={isWorking || undefined}>
        <Icon size={30} />
      </span>
      <h2 className={classes.title}>{title}</h2>
      <div className={classes.text}>{children}</div>
      {actions && (
        <div className={classes.actions} data-screen-only>
          {actions}
        </div>
      )}
    </section>
  );
}
