import { Trans, useLingui } from '@lingui/react/macro';
import { Button, TextInput } from '@mantine/core';
import { useState } from 'react';

import { ErrorNotice } from '@/components/ui/error-notice';
import { Unfold, UnfoldActions } from '@/components/ui/unfold';
import { ApiError } from '@/lib/api/problem';
import { fromVenueInput, toVenueInput } from '@/lib/venue-input';

import type { OwnEvent } from '../api/own-events';
import { useCancelEvent, usePostpone, usePublish } from '../api/publication';
import { Flaws } from './flaws';
import classes from './form.module.css';

/** When a public event does not take place as planned. */
export function ChangePlans({ event }: { event: OwnEvent }) {
  if (event.status === 'draft' || event.status === 'canceled') return null;
  return (
    <div className={classes.actions}>
      {event.status === 'postponed' && <Resume event={event} />}
      <Unfold
        label={
          event.status === 'postponed' ? <Trans>Set other times</Trans> : <Trans>Postpone</Trans>
        }
        title={<Trans>Does it take place at another time?</Trans>}
      >
        {(close) => <PostponeForm event={event} close={close} />}
      </Unfold>
      <Unfold
        label={<Trans>Cancel the event</Trans>}
        title={<Trans>Cancel “{event.title}” for good?</Trans>}
      >
        {(close) => <CancelForm event={event} close={close} />}
      </Unfold>
    </div>
  );
}

function Refusal({ eventId, error }: { eventId: string; error: unknown }) {
  if (!error) return null;
  const isNotReady = error instanceof ApiError && error.code === 'event_not_ready';
  return isNotReady ? <Flaws eventId={eventId} error={error} /> : <ErrorNotice error={error} />;
}

function Resume({ event }: { event: OwnEvent }) {
  const publish = usePublish(event.id);
  return (
    <>
      <Button loading={publish.isPending} onClick={() => publish.mutate()}>
        <Trans>It takes place: resume the sale</Trans>
      </Button>
      <Refusal eventId={event.id} error={publish.error} />
    </>
  );
}

interface FormProps {
  event: OwnEvent;
  close: () => void;
}

function PostponeForm({ event, close }: FormProps) {
  const { t } = useLingui();
  const postpone = usePostpone(event.id);
  const timeZone = event.venue?.time_zone ?? 'UTC';
  const [reason, setReason] = useState('');
  const [times, setTimes] = useState({
    doors_at: toVenueInput(event.doors_at, timeZone),
    starts_at: toVenueInput(event.starts_at, timeZone),
    ends_at: toVenueInput(event.ends_at, timeZone),
  });
  const moments = {
    doors_at: fromVenueInput(times.doors_at, timeZone),
    starts_at: fromVenueInput(times.starts_at, timeZone),
    ends_at: fromVenueInput(times.ends_at, timeZone),
  };
  const isSame = moments.starts_at === event.starts_at;
  const { doors_at, starts_at, ends_at } = moments;
  const all = doors_at && starts_at && ends_at && !isSame ? { doors_at, starts_at, ends_at } : null;
  const field = (name: keyof typeof times) => ({
    type: 'datetime-local',
    value: times[name],
    onChange: (change: { currentTarget: { value: string } }) =>
      setTimes({ ...times, [name]: change.currentTarget.value }),
  });

  return (
    <div className={classes.form}>
      <p>
        <Trans>
          The sale stops until you resume it. Everybody who has a ticket is told at once; tickets
          stay valid.
        </Trans>
      </p>
      <TextInput
        label={t`Reason, as ticket holders read it`}
        maxLength={500}
        value={reason}
        onChange={(change) => setReason(change.currentTarget.value)}
      />
      <div className={classes.triple}>
        <TextInput label={t`Doors open`} {...field('doors_at')} />
        <TextInput label={t`Start`} {...field('starts_at')} />
        <TextInput label={t`End`} {...field('ends_at')} />
      </div>
      <p className={classes.hint}>
        {all ? (
          <Trans>The new times are told too ({timeZone}).</Trans>
        ) : (
          <Trans>As long as the start is the old one, the new date is told as not known yet.</Trans>
        )}
      </p>
      <Refusal eventId={event.id} error={postpone.error} />
      <UnfoldActions close={close}>
        <Button
          loading={postpone.isPending}
          disabled={reason.trim() === ''}
          onClick={() =>
            postpone.mutate({ reason: reason.trim(), times: all }, { onSuccess: close })
          }
        >
          <Trans>Postpone and tell everybody</Trans>
        </Button>
      </UnfoldActions>
    </div>
  );
}

function CancelForm({ event, close }: FormProps) {
  const { t } = useLingui();
  const cancel = useCancelEvent(event.id);
  const [reason, setReason] = useState('');
  const [typed, setTyped] = useState('');
  const word = t`CANCEL`;
  return (
    <div className={classes.form}>
      <p>
        <Trans>
          All tickets end, every paid order is refunded in full, and everybody who has a ticket gets
          an e-mail with your reason. This cannot be undone.
        </Trans>
      </p>
      <TextInput
        label={t`Reason, as ticket holders read it`}
        maxLength={500}
        value={reason}
        onChange={(change) => setReason(change.currentTarget.value)}
      />
      <TextInput
        label={t`Type ${word} to confirm`}
        autoComplete="off"
        value={typed}
        onChange={(change) => setTyped(change.currentTarget.value)}
      />
      <Refusal eventId={event.id} error={cancel.error} />
      <UnfoldActions close={close}>
        <Button
          color="red.9"
          loading={cancel.isPending}
          disabled={reason.trim() === '' || typed.trim().toUpperCase() !== word}
          onClick={() => cancel.mutate(reason.trim(), { onSuccess: close })}
        >
          <Trans>Cancel and refund everybody</Trans>
        </Button>
      </UnfoldActions>
    </div>
  );
}
