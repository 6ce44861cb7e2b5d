import { Skeleton } from '@mantine/core';

import classes from './page-pending.module.css';

/** What stands where a page will be, in its proportions. */
export function PagePending() {
  return (
    <div className={classes.pending} aria-busy="true">
      <Skeleton height={44} width="55%" />
      <Skeleton height={20} width="35%" />
      <Skeleton height={220} />
      <Skeleton height={120} />
    </div>
  );
}
