import { zodResolver } from '@hookform/resolvers/zod';
import { Trans, useLingui } from '@lingui/react/macro';
import { Button, TextInput } from '@mantine/core';
import { useForm } from 'react-hook-form';
import * as z from 'zod/mini';

import { ErrorNotice } from '@/components/ui/error-notice';
import { PasswordField } from '@/components/ui/password-field';
import { ApiError } from '@/lib/api/problem';
import { email } from '@/lib/field-rules';

import { useLogIn } from '../api/accounts';
import { password } from './fields';
import classes from './form.module.css';
import { ResendVerification } from './resend-verification';

const Fields = z.object({ email, password });

interface LogInFormProps {
  onLoggedIn: () => void;
  /** Whoever must confirm their address first was sent another link. */
  onLinkSent: () => void;
}

export function LogInForm({ onLoggedIn, onLinkSent }: LogInFormProps) {
  const { t } = useLingui();
  const logIn = useLogIn();
  const form = useForm({
    resolver: zodResolver(Fields),
    defaultValues: { email: '', password: '' },
  });
  const { errors } = form.formState;
  const isUnverified = logIn.error instanceof ApiError && logIn.error.code === 'email_not_verified';

  return (
    <form
      className={classes.form}
      noValidate
      onSubmit={form.handleSubmit((values) => logIn.mutate(values, { onSuccess: onLoggedIn }))}
    >
      {logIn.error && !isUnverified && <ErrorNotice error={logIn.error} />}
      {isUnverified && <ResendVerification email={form.getValues('email')} onSent={onLinkSent} />}
      <TextInput
        label={t`E-mail`}
        type="email"
        autoComplete="username"
        error={errors.email?.message}
        {...form.register('email')}
      />
      <PasswordField
        label={t`Password`}
        autoComplete="current-password"
        error={errors.password?.message}
        {...form.register('password')}
      />
      <Button type="submit" loading={logIn.isPending}>
        <Trans>Log in</Trans>
      </Button>
    </form>
  );
}
