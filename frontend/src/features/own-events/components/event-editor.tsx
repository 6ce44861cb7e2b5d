import { Trans } from '@lingui/react/macro';
import { useEffect, useRef } from 'react';
import { useForm, useWatch } from 'react-hook-form';
import type { ReactNode } from 'react';

import { Panel } from '@/components/ui/panel';
import type { Versioned } from '@/lib/api/versioned';

import { differences, factsOf } from '../api/facts';
import { type Fields, factsIn, fieldsOf } from '../api/fields';
import type { OwnEvent } from '../api/own-events';
import { useSaving } from '../api/saving';
import classes from './form.module.css';
import { ProgrammeFields } from './programme-fields';
import { ConflictNotice, SaveState } from './save-state';
import { TextFields } from './text-fields';
import { TimeFields, type VenueChoice } from './time-fields';

interface EventEditorProps {
  event: Versioned<OwnEvent>;
  venues: VenueChoice[];
  /** Makes a venue that is not among them; told the new one. */
  renderNewVenue: (onCreated: (venueId: string) => void) => ReactNode;
}

const SAVE_AFTER_MS = 900;
const READERS_ZONE = Intl.DateTimeFormat().resolvedOptions().timeZone;

/** The facts of an event. A draft is saved as one types, what is public when one says so: buyers are told of it. */
export function EventEditor({ event, venues, renderNewVenue }: EventEditorProps) {
  const { id, status, venue } = event.data;
  const isAutomatic = status === 'draft';
  const saving = useSaving(id, event);
  const zoneOf = (venueId: string) =>
    venues.find((one) => one.id === venueId)?.timeZone ?? venue?.time_zone ?? READERS_ZONE;
  const form = useForm<Fields>({
    defaultValues: fieldsOf(factsOf(event.data), venue?.time_zone ?? READERS_ZONE),
  });
  const fields = useWatch({ control: form.control }) as Fields;
  const timeZone = zoneOf(fields.venueId);
  const mine = factsIn(fields, timeZone, saving.base);
  const isChanged = differences(saving.base, mine).length > 0;
  const isIncomplete = mine.title === '';
  const wish = JSON.stringify(mine);

  const { save, isSaving } = saving;
  const isSent = JSON.stringify(saving.sent) === wish;
  const isHeldBack =
    !isAutomatic || !isChanged || isIncomplete || isSaving || isSent || saving.conflict !== null;
  useEffect(() => {
    if (isHeldBack) return undefined;
    const timer = setTimeout(() => save(JSON.parse(wish)), SAVE_AFTER_MS);
    return () => clearTimeout(timer);
    // `save` is made anew on each render and means the same.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [isHeldBack, wish]);
  useWhenOnline(isAutomatic && isChanged && Boolean(saving.error), () => save(mine));
  useWarnBeforeLeaving(isChanged);

  const show = (facts: typeof mine) => form.reset(fieldsOf(facts, zoneOf(facts.venue_id ?? '')));
  return (
    <div className={classes.form}>
      <SaveState
        eventId={id}
        isAutomatic={isAutomatic}
        isChanged={isChanged}
        isSaving={isSaving}
        isIncomplete={isIncomplete}
        error={saving.error}
        save={() => save(mine)}
        discard={() => show(saving.base)}
      />
      {saving.conflict && (
        <ConflictNotice
          names={saving.conflict.names}
          insist={() => saving.insist(mine)}
          giveWay={() => {
            const theirs = saving.giveWay();
            if (theirs) show(theirs);
          }}
        />
      )}
      <Panel title={<Trans>What it is</Trans>}>
        <TextFields form={form} />
      </Panel>
      <Panel title={<Trans>When and where</Trans>}>
        <TimeFields
          form={form}
          venues={venues}
          timeZone={timeZone}
          newVenue={renderNewVenue((venueId) => form.setValue('venueId', venueId))}
        />
      </Panel>
      <Panel title={<Trans>Programme</Trans>}>
        <ProgrammeFields form={form} startsAt={fields.starts} />
      </Panel>
    </div>
  );
}

/** When the network is back. */
function useWhenOnline(isWaiting: boolean, act: () => void) {
  const latest = useRef(act);
  useEffect(() => {
    latest.current = act;
  });
  useEffect(() => {
    if (!isWaiting) return undefined;
    const listener = () => latest.current();
    window.addEventListener('online', listener);
    return () => window.removeEventListener('online', listener);
  }, [isWaiting]);
}

/** The browser asks before a page with unsaved text is closed. */
function useWarnBeforeLeaving(isChanged: boolean) {
  useEffect(() => {
    if (!isChanged) return undefined;
    const warn = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener('beforeunload', warn);
    return () => window.removeEventListener('beforeunload', warn);
  }, [isChanged]);
}
