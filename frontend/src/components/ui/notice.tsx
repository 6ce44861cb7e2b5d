import type { ReactNode } from 'react';

import { CheckIcon, ClockIcon, CrossIcon, WarningIcon } from './icons';
import classes from './notice.module.css';

export type Tone = 'info' | 'good' | 'warn' | 'bad';

const ICONS = { info: ClockIcon, good: CheckIcon, warn: WarningIcon, bad: CrossIcon };

interface NoticeProps {
  tone: Tone;
  title?: ReactNode;
  children?: ReactNode;
  actions?: ReactNode;
  /** Interrupts a screen reader; for what has just gone wrong. */
  urgent?: boolean;
}

/** A message within a page: tone by colour *and* icon. */
export function Notice({ tone, title, children, actions, urgent = false }: NoticeProps) {
  const Icon = ICONS[tone];
  return (
    <div className={classes.notice} data-tone={tone} role={urgent ? 'alert' : 'status'}>
      <span className={classes.icon}>
        <Icon size={20} />
      </span>
      <div className={classes.body}>
        {title && <p className={classes.title}>{title}</p>}
        {children && <div className={classes.text}>{children}</div>}
        {actions && <div className={classes.actions}>{actions}</div>}
      </div>
    </div>
  );
}
