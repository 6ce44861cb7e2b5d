import { Trans } from '@lingui/react/macro';
import { Button } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';

import { ErrorNotice } from '@/components/ui/error-notice';
import { CheckIcon } from '@/components/ui/icons';
import { LinkButton } from '@/components/ui/links';
import { Panel } from '@/components/ui/panel';
import { ApiError } from '@/lib/api/problem';

import type { OwnEvent } from '../api/own-events';
import { usePublish } from '../api/publication';
import { Flaws } from './flaws';
import classes from './publish-panel.module.css';

interface PublishPanelProps {
  event: OwnEvent;
  /** Hidden types count too, which the event itself does not show. */
  hasTickets: boolean;
}

/** From a draft to a sale: what is done, what is left, and the button at the end. */
export function PublishPanel({ event, hasTickets }: PublishPanelProps) {
  const publish = usePublish(event.id);
  const isPlaced = event.venue !== null && event.doors_at !== null && event.ends_at !== null;
  const isRefused = publish.error instanceof ApiError && publish.error.code === 'event_not_ready';

  return (
    <Panel title={<Trans>Before it goes on sale</Trans>}>
      <ul className={classes.steps}>
        <Step isDone={isPlaced && event.starts_at !== null}>
          <Link to="/organize/events/$eventId/details" params={{ eventId: event.id }}>
            <Trans>Set place and time</Trans>
          </Link>
        </Step>
        <Step isDone={event.summary !== '' && event.description !== ''}>
          <Link to="/organize/events/$eventId/details" params={{ eventId: event.id }}>
            <Trans>Say what it is about</Trans>
          </Link>{' '}
          <span className={classes.optional}>
            <Trans>recommended</Trans>
          </span>
        </Step>
        <Step isDone={event.image_url !== null}>
          <Link to="/organize/events/$eventId/details" params={{ eventId: event.id }}>
            <Trans>Add a picture</Trans>
          </Link>{' '}
          <span className={classes.optional}>
            <Trans>recommended</Trans>
          </span>
        </Step>
        <Step isDone={hasTickets}>
          <Link to="/organize/events/$eventId/ticket-types" params={{ eventId: event.id }}>
            <Trans>Add tickets</Trans>
          </Link>
        </Step>
      </ul>
      <div className={classes.stack}>
        {isRefused && <Flaws eventId={event.id} error={publish.error as ApiError} />}
        {publish.error && !isRefused && <ErrorNotice error={publish.error} />}
        <p className={classes.hint}>
          <Trans>
            Publishing makes the page public and opens the sale. It cannot go back to being a draft.
          </Trans>
        </p>
        <div className={classes.actions}>
          <Button loading={publish.isPending} onClick={() => publish.mutate()}>
            <Trans>Publish now</Trans>
          </Button>
          <LinkButton
            to="/organize/events/$eventId/preview"
            params={{ eventId: event.id }}
            variant="default"
          >
            <Trans>Preview</Trans>
          </LinkButton>
        </div>
      </div>
    </Panel>
  );
}

function Step({ isDone, children }: { isDone: boolean; children: ReactNode }) {
  return (
    <li data-done={isDone || undefined}>
      <span className={classes.mark}>{isDone && <CheckIcon size={16} />}</span>
      <span>
        {children}
        <span className={classes.spoken}>
          {isDone ? <Trans>, done</Trans> : <Trans>, not done yet</Trans>}
        </span>
      </span>
    </li>
  );
}
