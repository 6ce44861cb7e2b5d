import { Trans } from '@lingui/react/macro';

import classes from './first-steps.module.css';

/** The way from nothing to a sale, before the first step is done. */
export function FirstSteps() {
  return (
    <ol className={classes.steps}>
      <li>
        <strong>
          <Trans>Draft the event</Trans>
        </strong>
        <Trans>Title, place, time and a picture. What you type is saved as you go.</Trans>
      </li>
      <li>
        <strong>
          <Trans>Add tickets</Trans>
        </strong>
        <Trans>Name, price and how many there are. Free tickets are tickets too.</Trans>
      </li>
      <li>
        <strong>
          <Trans>Publish</Trans>
        </strong>
        <Trans>We say what is missing, if anything. Then the sale opens.</Trans>
      </li>
      <li>
        <strong>
          <Trans>Let people in</Trans>
        </strong>
        <Trans>Add your staff by e-mail address; they scan tickets with their phones.</Trans>
      </li>
    </ol>
  );
}
