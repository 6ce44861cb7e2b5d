import { type ReactNode, useEffect, useRef } from 'react';

import classes from './tabs.module.css';

/** Links to the parts of one thing, in a row that scrolls by itself where it is too long. */
export function Tabs({ label, children }: { label: string; children: ReactNode }) {
  const row = useRef<HTMLElement>(null);

  // Where the row is cut off, the part that is shown must not lie beyond its end.
  useEffect(() => {
    const current = row.current?.querySelector('[data-status="active"]');
    current?.scrollIntoView({ block: 'nearest', inline: 'center' });
  }, []);

  return (
    <nav ref={row} className={classes.tabs} aria-label={label}>
      {children}
    </nav>
  );
}

export const tabClass = classes.tab;
