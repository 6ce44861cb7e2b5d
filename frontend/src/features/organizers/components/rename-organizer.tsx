import { zodResolver } from '@hookform/resolvers/zod';
import { Trans, useLingui } from '@lingui/react/macro';
import { Button, TextInput } from '@mantine/core';
import { useForm } from 'react-hook-form';
import * as z from 'zod/mini';

import { ErrorNotice } from '@/components/ui/error-notice';
import classes from '@/components/ui/one-field.module.css';

import { useRenameOrganizer } from '../api/members';
import { organizerName } from '../api/name';
import type { Organizer } from '../api/organizers';

const Fields = z.object({ name: organizerName });

export function RenameOrganizer({ organizer }: { organizer: Organizer }) {
  const { t } = useLingui();
  const rename = useRenameOrganizer(organizer.id);
  const form = useForm({ resolver: zodResolver(Fields), defaultValues: { name: organizer.name } });
  const submit = form.handleSubmit(({ name }) =>
    rename.mutate(name, { onSuccess: () => form.reset({ name }) }),
  );
  return (
    <form className={classes.form} noValidate onSubmit={submit}>
      <TextInput
        label={t`Name of the organizer`}
        description={t`It stands on every event, ticket and receipt.`}
        autoComplete="organization"
        error={form.formState.errors.name?.message}
        {...form.register('name')}
      />
      <Button type="submit" loading={rename.isPending} disabled={!form.formState.isDirty}>
        <Trans>Rename</Trans>
      </Button>
      {rename.error && <ErrorNotice error={rename.error} />}
    </form>
  );
}
