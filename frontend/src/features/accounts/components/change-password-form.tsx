import { zodResolver } from '@hookform/resolvers/zod';
import { Trans, useLingui } from '@lingui/react/macro';
import { Button } from '@mantine/core';
import { useForm } from 'react-hook-form';
import * as z from 'zod/mini';

import { ErrorNotice } from '@/components/ui/error-notice';
import { Notice } from '@/components/ui/notice';
import { PasswordField } from '@/components/ui/password-field';
import { showAtFields } from '@/lib/api/form-problems';

import { useChangePassword } from '../api/sessions';
import { newPassword, password } from './fields';
import classes from './form.module.css';

const Fields = z.object({ current_password: password, password: newPassword });
const FIELD_NAMES = ['current_password', 'password'] as const;

/** A new password for whoever knows the old one. `email` tells password managers whose it is. */
export function ChangePasswordForm({ email }: { email: string }) {
  const { t } = useLingui();
  const change = useChangePassword();
  const form = useForm({
    resolver: zodResolver(Fields),
    defaultValues: { current_password: '', password: '' },
  });
  const { errors } = form.formState;
  const isShownAtFields = Object.keys(errors).length > 0;

  const submit = form.handleSubmit((values) =>
    change.mutate(values, {
      onSuccess: () => form.reset(),
      onError: (error) => showAtFields(error, FIELD_NAMES, form.setError),
    }),
  );

  return (
    <form className={classes.form} noValidate onSubmit={submit}>
      <input type="hidden" autoComplete="username" value={email} readOnly />
      <PasswordField
        label={t`Present password`}
        autoComplete="current-password"
        error={errors.current_password?.message}
        {...form.register('current_password')}
      />
      <PasswordField
        label={t`New password`}
        description={t`At least 8 characters; a few unrelated words are best.`}
        autoComplete="new-password"
        error={errors.password?.message}
        {...form.register('password')}
      />
      {change.error && !isShownAtFields && <ErrorNotice error={change.error} />}
      {change.isSuccess && (
        <Notice tone="good" title={<Trans>Your new password is set</Trans>}>
          <Trans>Everywhere else you have to log in with it.</Trans>
        </Notice>
      )}
      <Button type="submit" loading={change.isPending} className={classes.start}>
        <Trans>Change the password</Trans>
      </Button>
    </form>
  );
}
