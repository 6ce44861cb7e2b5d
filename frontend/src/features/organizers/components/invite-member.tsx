import { zodResolver } from '@hookform/resolvers/zod';
import { Trans, useLingui } from '@lingui/react/macro';
import { Button, TextInput } from '@mantine/core';
import { useForm } from 'react-hook-form';
import * as z from 'zod/mini';

import { ErrorNotice } from '@/components/ui/error-notice';
import { showAtFields } from '@/lib/api/form-problems';
import { email } from '@/lib/field-rules';

import { useInviteMember } from '../api/members';
import classes from './members.module.css';

const Fields = z.object({ email });

export function InviteMember({ organizerId }: { organizerId: string }) {
  const { t } = useLingui();
  const invite = useInviteMember(organizerId);
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
        description={t`They manage all events as you do, as soon as an account has this address.`}
        type="email"
        autoComplete="off"
        error={form.formState.errors.email?.message}
        {...form.register('email')}
      />
      <Button type="submit" loading={invite.isPending}>
        <Trans>Invite</Trans>
      </Button>
      {invite.error && !form.formState.errors.email && <ErrorNotice error={invite.error} />}
    </form>
  );
}
