import { zodResolver } from '@hookform/resolvers/zod';
import { Trans, useLingui } from '@lingui/react/macro';
import { Button } from '@mantine/core';
import { useForm } from 'react-hook-form';
import * as z from 'zod/mini';

import { ErrorNotice } from '@/components/ui/error-notice';
import { PasswordField } from '@/components/ui/password-field';
import { showAtFields } from '@/lib/api/form-problems';

import { useResetPassword } from '../api/accounts';
import { newPassword } from './fields';
import classes from './form.module.css';

const Fields = z.object({ password: newPassword });

interface ResetPasswordFormProps {
  token: string;
  onReset: () => void;
}

export function ResetPasswordForm({ token, onReset }: ResetPasswordFormProps) {
  const { t } = useLingui();
  const reset = useResetPassword();
  const form = useForm({ resolver: zodResolver(Fields), defaultValues: { password: '' } });
  const { errors } = form.formState;

  const submit = form.handleSubmit(({ password }) =>
    reset.mutate(
      { token, password },
      {
        onSuccess: onReset,
        onError: (error) => showAtFields(error, ['password'], form.setError),
      },
    ),
  );

  return (
    <form className={classes.form} noValidate onSubmit={submit}>
      {reset.error && !errors.password && <ErrorNotice error={reset.error} />}
      <PasswordField
        label={t`New password`}
        description={t`At least 8 characters; a few unrelated words are best.`}
        autoComplete="new-password"
        error={errors.password?.message}
        {...form.register('password')}
      />
      <Button type="submit" loading={reset.isPending}>
        <Trans>Set the password</Trans>
      </Button>
    </form>
  );
}
