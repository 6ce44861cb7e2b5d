import { zodResolver } from '@hookform/resolvers/zod';
import { msg } from '@lingui/core/macro';
import { i18n } from '@lingui/core';
import { Trans, useLingui } from '@lingui/react/macro';
import { Button, NativeSelect, TextInput } from '@mantine/core';
import { useMemo } from 'react';
import { useForm } from 'react-hook-form';
import * as z from 'zod/mini';

import { ErrorNotice } from '@/components/ui/error-notice';
import { PlusIcon } from '@/components/ui/icons';
import { Unfold, UnfoldActions } from '@/components/ui/unfold';
import { showAtFields } from '@/lib/api/form-problems';
import { timeZones } from '@/lib/venue-input';

import { countries, useCreateVenue, type Venue } from '../api/venues';
import classes from './create-venue.module.css';

const text = (missing: () => string) =>
  z.string().check(z.trim(), z.minLength(1, { error: missing }));

const Fields = z.object({
  name: text(() => i18n._(msg`Enter what the place is called.`)),
  street: z.string().check(z.trim()),
  city: text(() => i18n._(msg`Enter the town.`)),
  country: z.string().check(z.minLength(2, { error: () => i18n._(msg`Choose the country.`) })),
  time_zone: z.string(),
});

interface CreateVenueProps {
  organizerId: string;
  onCreated: (venue: Venue) => void;
}

export function CreateVenue(props: CreateVenueProps) {
  return (
    <Unfold
      icon={<PlusIcon />}
      label={<Trans>New venue</Trans>}
      title={<Trans>Where does it take place?</Trans>}
    >
      {(close) => <VenueForm {...props} close={close} />}
    </Unfold>
  );
}

function VenueForm({ organizerId, onCreated, close }: CreateVenueProps & { close: () => void }) {
  const { t, i18n: reader } = useLingui();
  const create = useCreateVenue();
  const known = useMemo(() => countries(reader.locale), [reader.locale]);
  const form = useForm({
    resolver: zodResolver(Fields),
    defaultValues: {
      name: '',
      street: '',
      city: '',
      country: '',
      time_zone: Intl.DateTimeFormat().resolvedOptions().timeZone,
    },
  });
  const { errors } = form.formState;
  const submit = form.handleSubmit((values) =>
    create.mutate(
      { ...values, organizer_id: organizerId },
      {
        onSuccess: (venue) => {
          close();
          onCreated(venue);
        },
        onError: (error) =>
          showAtFields(error, ['name', 'street', 'city', 'country', 'time_zone'], form.setError),
      },
    ),
  );

  return (
    <form className={classes.form} noValidate onSubmit={submit}>
      <TextInput label={t`Name`} error={errors.name?.message} {...form.register('name')} />
      <TextInput label={t`Street`} error={errors.street?.message} {...form.register('street')} />
      <TextInput label={t`Town`} error={errors.city?.message} {...form.register('city')} />
      <NativeSelect
        label={t`Country`}
        error={errors.country?.message}
        data={[{ value: '', label: t`Choose the country` }, ...known]}
        {...form.register('country')}
      />
      <NativeSelect
        label={t`Time zone`}
        description={t`All times of the event are shown on a clock at the venue.`}
        error={errors.time_zone?.message}
        data={timeZones()}
        {...form.register('time_zone')}
      />
      {create.error && <ErrorNotice error={create.error} />}
      <UnfoldActions close={close}>
        <Button type="submit" loading={create.isPending}>
          <Trans>Save the venue</Trans>
        </Button>
      </UnfoldActions>
    </form>
  );
}
