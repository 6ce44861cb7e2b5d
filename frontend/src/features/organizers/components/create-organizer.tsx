import { zodResolver } from '@hookform/resolvers/zod';
import { Trans, useLingui } from '@lingui/react/macro';
import { Button, TextInput } from '@mantine/core';
import { useForm } from 'react-hook-form';
import * as z from 'zod/mini';

import { ErrorNotice } from '@/components/ui/error-notice';
import { Unfold, UnfoldActions } from '@/components/ui/unfold';

import { organizerName } from '../api/name';
import { useCreateOrganizer } from '../api/organizers';
import classes from './create-organizer.module.css';

const Fields = z.object({ name: organizerName });

interface CreateOrganizerProps {
  onCreated: (organizerId: string) => void;
  /** When the form was unfolded. */
  close?: () => void;
}

/** For whoever has one already. */
export function AddOrganizer({ onCreated }: Pick<CreateOrganizerProps, 'onCreated'>) {
  return (
    <Unfold
      label={<Trans>Another organizer</Trans>}
      title={<Trans>Who else puts on events with this account?</Trans>}
    >
      {(close) => (
        <CreateOrganizer
          close={close}
          onCreated={(id) => {
            close();
            onCreated(id);
          }}
        />
      )}
    </Unfold>
  );
}

/** Who puts on events: a band, a club, a theatre. */
export function CreateOrganizer({ onCreated, close }: CreateOrganizerProps) {
  const { t } = useLingui();
  const create = useCreateOrganizer();
  const form = useForm({ resolver: zodResolver(Fields), defaultValues: { name: '' } });
  const submit = form.handleSubmit(({ name }) =>
    create.mutate(name, { onSuccess: ({ id }) => onCreated(id) }),
  );

  const submitButton = (
    <Button type="submit" loading={create.isPending}>
      <Trans>Create the organizer</Trans>
    </Button>
  );

  return (
    <form className={classes.form} noValidate onSubmit={submit}>
      <TextInput
        label={t`Name of the organizer`}
        description={t`It stands on every event, ticket and receipt. You can change it later.`}
        autoComplete="organization"
        error={form.formState.errors.name?.message}
        {...form.register('name')}
      />
      {create.error && <ErrorNotice error={create.error} />}
      {close ? (
        <UnfoldActions close={close}>{submitButton}</UnfoldActions>
      ) : (
        <div>{submitButton}</div>
      )}
    </form>
  );
}
