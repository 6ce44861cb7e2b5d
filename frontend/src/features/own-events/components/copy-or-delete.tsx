import { Trans, useLingui } from '@lingui/react/macro';
import { Button, TextInput } from '@mantine/core';
import { useState } from 'react';

import { ErrorNotice } from '@/components/ui/error-notice';
import { Unfold, UnfoldActions } from '@/components/ui/unfold';
import { fromVenueInput, toVenueInput } from '@/lib/venue-input';

import { type OwnEvent, useDeleteDraft, useDuplicateEvent } from '../api/own-events';
import classes from './form.module.css';

interface CopyOrDeleteProps {
  event: OwnEvent;
  onCopied: (eventId: string) => void;
  onDeleted: () => void;
}

export function CopyOrDelete({ event, onCopied, onDeleted }: CopyOrDeleteProps) {
  return (
    <div className={classes.actions}>
      <Unfold label={<Trans>Duplicate</Trans>} title={<Trans>The same event once more?</Trans>}>
        {(close) => <DuplicateForm event={event} onCopied={onCopied} close={close} />}
      </Unfold>
      {event.status === 'draft' && (
        <Unfold
          label={<Trans>Delete the draft</Trans>}
          title={<Trans>Delete “{event.title}”?</Trans>}
        >
          {(close) => <DeleteForm event={event} onDeleted={onDeleted} close={close} />}
        </Unfold>
      )}
    </div>
  );
}

interface DuplicateFormProps extends Pick<CopyOrDeleteProps, 'event' | 'onCopied'> {
  close: () => void;
}

function DuplicateForm({ event, onCopied, close }: DuplicateFormProps) {
  const { t } = useLingui();
  const duplicate = useDuplicateEvent();
  const timeZone = event.venue?.time_zone ?? 'UTC';
  const [title, setTitle] = useState(event.title);
  const [starts, setStarts] = useState(toVenueInput(event.starts_at, timeZone));
  return (
    <div className={classes.form}>
      <p>
        <Trans>
          A new draft with the same text, picture, tickets and sale rules. Codes, staff and orders
          stay here. When the start moves, all other times move along.
        </Trans>
      </p>
      <TextInput
        label={t`Title`}
        maxLength={200}
        value={title}
        onChange={(change) => setTitle(change.currentTarget.value)}
      />
      <TextInput
        label={t`Start`}
        type="datetime-local"
        value={starts}
        onChange={(change) => setStarts(change.currentTarget.value)}
      />
      {duplicate.error && <ErrorNotice error={duplicate.error} />}
      <UnfoldActions close={close}>
        <Button
          loading={duplicate.isPending}
          disabled={title.trim() === ''}
          onClick={() =>
            duplicate.mutate(
              {
                eventId: event.id,
                title: title.trim(),
                starts_at: fromVenueInput(starts, timeZone),
              },
              { onSuccess: ({ id }) => onCopied(id) },
            )
          }
        >
          <Trans>Create the draft</Trans>
        </Button>
      </UnfoldActions>
    </div>
  );
}

interface DeleteFormProps extends Pick<CopyOrDeleteProps, 'event' | 'onDeleted'> {
  close: () => void;
}

function DeleteForm({ event, onDeleted, close }: DeleteFormProps) {
  const remove = useDeleteDraft();
  return (
    <div className={classes.form}>
      <p>
        <Trans>
          Its text, picture and tickets are gone for good. Nobody else has ever seen it.
        </Trans>
      </p>
      {remove.error && <ErrorNotice error={remove.error} />}
      <UnfoldActions close={close}>
        <Button
          color="red.9"
          loading={remove.isPending}
          onClick={() => remove.mutate(event.id, { onSuccess: onDeleted })}
        >
          <Trans>Delete it</Trans>
        </Button>
      </UnfoldActions>
    </div>
  );
}
