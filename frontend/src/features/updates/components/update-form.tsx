import { zodResolver } from '@hookform/resolvers/zod';
import { msg } from '@lingui/core/macro';
import { i18n } from '@lingui/core';
import { Trans, useLingui } from '@lingui/react/macro';
import { Button, Textarea, TextInput } from '@mantine/core';
import { useForm } from 'react-hook-form';
import * as z from 'zod/mini';

import { ErrorNotice } from '@/components/ui/error-notice';
import { Notice } from '@/components/ui/notice';

import { useSendUpdate } from '../api/updates';
import classes from './updates.module.css';

const Fields = z.object({
  subject: z
    .string()
    .check(
      z.trim(),
      z.minLength(1, { error: () => i18n._(msg`Say in a few words what it is about.`) }),
      z.maxLength(120, { error: () => i18n._(msg`Use at most 120 characters.`) }),
    ),
  text: z
    .string()
    .check(
      z.trim(),
      z.minLength(1, { error: () => i18n._(msg`Write what people should know.`) }),
      z.maxLength(5000, { error: () => i18n._(msg`Use at most 5,000 characters.`) }),
    ),
});

const NOTHING = { subject: '', text: '' };

export function UpdateForm({ eventId }: { eventId: string }) {
  const { t } = useLingui();
  const send = useSendUpdate(eventId);
  const form = useForm({ resolver: zodResolver(Fields), defaultValues: NOTHING });
  const { errors } = form.formState;
  const submit = form.handleSubmit((fields) =>
    send.mutate(fields, { onSuccess: () => form.reset(NOTHING) }),
  );
  return (
    <form className={classes.form} noValidate onSubmit={submit}>
      <TextInput
        label={t`What it is about`}
        placeholder={t`The north gate is closed`}
        error={errors.subject?.message}
        {...form.register('subject')}
      />
      <Textarea
        label={t`What people should know`}
        description={t`Plain words; an empty line begins a new paragraph.`}
        size="md"
        autosize
        minRows={4}
        error={errors.text?.message}
        {...form.register('text')}
      />
      {send.error && <ErrorNotice error={send.error} />}
      {send.isSuccess && !form.formState.isDirty && (
        <Notice tone="good" title={<Trans>It is on its way</Trans>} />
      )}
      <div className={classes.send}>
        <Button type="submit" loading={send.isPending}>
          <Trans>Send to everybody who has tickets</Trans>
        </Button>
        <p>
          <Trans>It cannot be taken back.</Trans>
        </p>
      </div>
    </form>
  );
}
