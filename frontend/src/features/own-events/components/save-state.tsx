import { Trans } from '@lingui/react/macro';
import { Button } from '@mantine/core';

import { ErrorNotice } from '@/components/ui/error-notice';
import { CheckIcon, ClockIcon } from '@/components/ui/icons';
import { Notice } from '@/components/ui/notice';
import { ApiError } from '@/lib/api/problem';

import type { FactName } from '../api/facts';
import { FactLabel } from './fact-names';
import { Flaws } from './flaws';
import classes from './save-state.module.css';

interface SaveStateProps {
  eventId: string;
  /** A draft is saved as one types; what is public only when one says so. */
  isAutomatic: boolean;
  isChanged: boolean;
  isSaving: boolean;
  /** Nothing can be saved without a title. */
  isIncomplete: boolean;
  error: unknown;
  save: () => void;
  discard: () => void;
}

/** Whether what one sees is what the server has. */
export function SaveState(props: SaveStateProps) {
  const { isAutomatic, isChanged, isSaving, isIncomplete, error, save, discard } = props;
  const isRefused = error instanceof ApiError && error.code === 'event_not_ready';
  return (
    <div className={classes.bar} data-changed={isChanged || undefined}>
      <p className={classes.state} role="status">
        {isSaving || (isChanged && isAutomatic && !error) ? <ClockIcon /> : null}
        {!isChanged && !isSaving ? <CheckIcon /> : null}
        <StateWords {...props} />
      </p>
      {!isAutomatic && isChanged && (
        <div className={classes.actions}>
          <Button onClick={save} loading={isSaving} disabled={isIncomplete}>
            <Trans>Save changes</Trans>
          </Button>
          <Button variant="default" onClick={discard}>
            <Trans>Discard</Trans>
          </Button>
        </div>
      )}
      {isRefused && <Flaws eventId={props.eventId} error={error} />}
      {Boolean(error) && !isRefused && isChanged && (
        <ErrorNotice error={error} retry={save} isRetrying={isSaving} />
      )}
    </div>
  );
}

function StateWords({ isAutomatic, isChanged, isSaving, isIncomplete, error }: SaveStateProps) {
  if (isIncomplete) return <Trans>Not saved: the event needs a title</Trans>;
  if (isSaving) return <Trans>Saving…</Trans>;
  if (error && isChanged) return <Trans>Not saved</Trans>;
  if (!isChanged) return <Trans>All changes are saved</Trans>;
  return isAutomatic ? <Trans>Saving…</Trans> : <Trans>Changes that are not saved yet</Trans>;
}

interface ConflictNoticeProps {
  names: FactName[];
  insist: () => void;
  giveWay: () => void;
}

/** Two people wrote different things at the same place. Nothing typed is lost until one of them decides. */
export function ConflictNotice({ names, insist, giveWay }: ConflictNoticeProps) {
  return (
    <Notice
      tone="warn"
      urgent
      title={<Trans>Somebody else has edited this event meanwhile</Trans>}
      actions={
        <>
          <Button onClick={insist}>
            <Trans>Keep what I typed</Trans>
          </Button>
          <Button variant="default" onClick={giveWay}>
            <Trans>Take what they wrote</Trans>
          </Button>
        </>
      }
    >
      <Trans>What you typed is still here, but not saved. You both changed:</Trans>
      <ul className={classes.names}>
        {names.map((name) => (
          <li key={name}>
            <FactLabel name={name} />
          </li>
        ))}
      </ul>
    </Notice>
  );
}
