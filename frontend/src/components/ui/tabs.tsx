import type { ReactNode } from 'react';

import classes from './tabs.module.css';

/** Links to the parts of one thing, in a row that scrolls by itself where it is too long. */
export function Tabs({ label, children }: { label: string; children: ReactNode }) {
  return (
    <nav className={classes.tabs} aria-label={label}>
      {children}
    </nav>
  );
}

export const tabClass = classes.tab;
