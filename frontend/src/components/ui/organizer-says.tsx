import { Trans } from '@lingui/react/macro';

import classes from './organizer-says.module.css';

/** Why the organizer canceled or postponed an event or ended a ticket, in their own words; nothing where they are not known. */
export function OrganizerSays({ reason }: { reason: string | null | undefined }) {
  if (!reason) return null;
  return (
    <span className={classes.says} dir="auto">
      <Trans>The organizer says: {reason}</Trans>
    </span>
  );
}
