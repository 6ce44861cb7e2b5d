import type { ReactNode } from 'react';

import classes from './panel.module.css';

interface PanelProps {
  title?: ReactNode;
  children: ReactNode;
  /** The edge of a ticket, with notches where it is torn off. */
  notched?: boolean;
  /** Not on paper: what is on it can only be done on a screen. */
  screenOnly?: boolean;
}

/** A raised sheet on the page. */
export function Panel({ title, children, notched = false, screenOnly = false }: PanelProps) {
  return (
    <section
      className={classes.panel}
      data-notched={notched || undefined}
      data-screen-only={screenOnly || undefined}
    >
      {title && <h2 className={classes.title}>{title}</h2>}
      {children}
    </section>
  );
}

/** Where a ticket is torn: a dashed line between two notches. For use inside a notched panel. */
export function TearLine() {
  return <hr className={classes.tear} aria-hidden="true" />;
}
