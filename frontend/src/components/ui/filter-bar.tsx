import type { ReactNode } from 'react';

import classes from './filter-bar.module.css';

/** What narrows a list, and what can be done with all of it. */
export function FilterBar({ children, actions }: { children: ReactNode; actions?: ReactNode }) {
  return (
    <div className={classes.bar}>
      {children}
      {actions && <div className={classes.actions}>{actions}</div>}
    </div>
  );
}
