import { zodResolver } from '@hookform/resolvers/zod';
import { Trans, useLingui } from '@lingui/react/macro';
import { Button, TextInput } from '@mantine/core';
import { useForm } from 'react-hook-form';
import * as z from 'zod/mini';

import { ErrorNotice } from '@/components/ui/error-notice';
import { Notice } from '@/components/ui/notice';
import { email } from '@/lib/field-rules';

import { useForgotPassword } from '../api/accounts';
import classes from './form.module.css';

const Fields = z.object({ email });

export function ForgotPasswordForm() {
  const { t } = useLingui();
  const forgot = useForgotPassword();
  const form = useForm({ resolver: zodResolver(Fields), defaultValues: { email: '' } });

  if (forgot.isSuccess) {
    return (
      <Notice tone="good" title={<Trans>Look into your inbox</Trans>}>
        <Trans>If there is an account for this address, a link is on its way to it.</Trans>
      </Notice>
    );
  }
  return (
    <form
      className={classes.form}
      noValidate
      onSubmit={form.handleSubmit((values) => forgot.mutate(values.email))}
    >
      {forgot.error && <ErrorNotice error={forgot.error} />}
      <TextInput
        label={t`E-mail`}
        type="email"
        autoComplete="username"
        error={form.formState.errors.email?.message}
        {...form.register('email')}
      />
      <Button type="submit" loading={forgot.isPending}>
        <Trans>Send me a link</Trans>
      </Button>
    </form>
  );
}
