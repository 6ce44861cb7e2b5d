import { Trans, useLingui } from '@lingui/react/macro';
import { NativeSelect, TextInput } from '@mantine/core';
import type { ReactNode } from 'react';
import { type UseFormReturn, useWatch } from 'react-hook-form';

import type { Fields } from '../api/fields';
import classes from './form.module.css';

export interface VenueChoice {
  id: string;
  name: string;
  city: string;
  timeZone: string;
}

interface TimeFieldsProps {
  form: UseFormReturn<Fields>;
  venues: VenueChoice[];
  timeZone: string;
  newVenue: ReactNode;
}

export function TimeFields({ form, venues, timeZone, newVenue }: TimeFieldsProps) {
  const { t } = useLingui();
  // Controlled: a new venue is chosen before it is among those that can be.
  const venueId = useWatch({ control: form.control, name: 'venueId' });
  return (
    <div className={classes.form}>
      <NativeSelect
        label={t`Venue`}
        value={venueId}
        data={[
          { value: '', label: t`Choose the venue` },
          ...venues.map(({ id, name, city }) => ({ value: id, label: `${name}, ${city}` })),
        ]}
        {...form.register('venueId')}
      />
      <div className={classes.actions}>{newVenue}</div>
      <div className={classes.triple}>
        <TextInput label={t`Doors open`} type="datetime-local" {...form.register('doors')} />
        <TextInput label={t`Start`} type="datetime-local" {...form.register('starts')} />
        <TextInput label={t`End`} type="datetime-local" {...form.register('ends')} />
      </div>
      <p className={classes.hint}>
        <Trans>On a clock at the venue ({timeZone}).</Trans>
      </p>
    </div>
  );
}
