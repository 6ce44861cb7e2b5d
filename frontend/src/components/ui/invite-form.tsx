import { zodResolver } from '@hookform/resolvers/zod';
import { useLingui } from '@lingui/react/macro';
import { Button, TextInput } from '@mantine/core';
import type { UseMutationResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useForm } from 'react-hook-form';
import * as z from 'zod/mini';

import { showAtFields } from '@/lib/api/form-problems';
import { email } from '@/lib/field-rules';

import { ErrorNotice } from './error-notice';
import classes from './one-field.module.css';

const Fields = z.object({ email });

interface InviteFormProps {
  /** Asked for with the address. */
  invite: Pick<UseMutationResult<unknown, Error, string>, 'mutate' | 'isPending' | 'error'>;
  /** What those at that address can do then. */
  description: string;
  action: ReactNode;
}

/** Asks somebody to join by their e-mail address, whether they have an account yet or not. */
export function InviteForm({ invite, description, action }: InviteFormProps) {
  const { t } = useLingui();
  const form = useForm({ resolver: zodResolver(Fields), defaultValues: { email: '' } });
  const submit = form.handleSubmit((values) =>
    invite.mutate(values.email, {
      onSuccess: () => form.reset(),
      onError: (error) => showAtFields(error, ['email'], form.setError),
    }),
  );
  return (
    <form className={classes.form} noValidate onSubmit={submit}>
      <TextInput
        label={t`E-mail address`}
        description={description}
        type="email"
        autoComplete="off"
        error={form.formState.errors.email?.message}
        {...form.register('email')}
      />
      <Button type="submit" loading={invite.isPending}>
        {action}
      </Button>
      {invite.error && !form.formState.errors.email && <ErrorNotice error={invite.error} />}
    </form>
  );
}
