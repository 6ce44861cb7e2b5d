import { zodResolver } from '@hookform/resolvers/zod';
import { Trans, useLingui } from '@lingui/react/macro';
import { Button, TextInput } from '@mantine/core';
import { useForm } from 'react-hook-form';
import * as z from 'zod/mini';

import { ErrorNotice } from '@/components/ui/error-notice';
import { PasswordField } from '@/components/ui/password-field';
import { showAtFields } from '@/lib/api/form-problems';
import { email } from '@/lib/field-rules';

import { useRegister } from '../api/accounts';
import { name, newPassword } from './fields';
import classes from './form.module.css';

const Fields = z.object({ name, email, password: newPassword });
const FIELD_NAMES = ['name', 'email', 'password'] as const;

export function RegisterForm({ onRegistered }: { onRegistered: (email: string) => void }) {
  const { t } = useLingui();
  const register = useRegister();
  const form = useForm({
    resolver: zodResolver(Fields),
    defaultValues: { name: '', email: '', password: '' },
  });
  const { errors } = form.formState;
  const isShownAtFields = errors.root === undefined && Object.keys(errors).length > 0;

  const submit = form.handleSubmit((values) =>
    register.mutate(values, {
      onSuccess: () => onRegistered(values.email),
      onError: (error) => showAtFields(error, FIELD_NAMES, form.setError),
    }),
  );

  return (
    <form className={classes.form} noValidate onSubmit={submit}>
      {register.error && !isShownAtFields && <ErrorNotice error={register.error} />}
      <TextInput
        label={t`Name`}
        autoComplete="name"
        error={errors.name?.message}
        {...form.register('name')}
      />
      <TextInput
        label={t`E-mail`}
        description={t`Your tickets are sent here.`}
        type="email"
        autoComplete="username"
        error={errors.email?.message}
        {...form.register('email')}
      />
      <PasswordField
        label={t`Password`}
        description={t`At least 8 characters; a few unrelated words are best.`}
        autoComplete="new-password"
        error={errors.password?.message}
        {...form.register('password')}
      />
      <Button type="submit" loading={register.isPending}>
        <Trans>Create account</Trans>
      </Button>
    </form>
  );
}
