import { zodResolver } from '@hookform/resolvers/zod';
import { msg } from '@lingui/core/macro';
import { i18n } from '@lingui/core';
import { Trans, useLingui } from '@lingui/react/macro';
import { Button, TextInput } from '@mantine/core';
import { useForm } from 'react-hook-form';
import * as z from 'zod/mini';

import { ErrorNotice } from '@/components/ui/error-notice';
import { PlusIcon } from '@/components/ui/icons';
import { Unfold, UnfoldActions } from '@/components/ui/unfold';

import { useCreateEvent } from '../api/own-events';
import classes from './form.module.css';

const Fields = z.object({
  title: z
    .string()
    .check(
      z.trim(),
      z.minLength(1, { error: () => i18n._(msg`Give the event a title.`) }),
      z.maxLength(200, { error: () => i18n._(msg`Use at most 200 characters.`) }),
    ),
});

interface CreateEventProps {
  organizerId: string;
  onCreated: (eventId: string) => void;
}

export function CreateEvent(props: CreateEventProps) {
  return (
    <Unfold
      icon={<PlusIcon />}
      label={<Trans>New event</Trans>}
      title={<Trans>What is the event called?</Trans>}
    >
      {(close) => <TitleForm {...props} close={close} />}
    </Unfold>
  );
}

function TitleForm({ organizerId, onCreated, close }: CreateEventProps & { close: () => void }) {
  const { t } = useLingui();
  const create = useCreateEvent();
  const form = useForm({ resolver: zodResolver(Fields), defaultValues: { title: '' } });
  const submit = form.handleSubmit(({ title }) =>
    create.mutate({ organizer_id: organizerId, title }, { onSuccess: ({ id }) => onCreated(id) }),
  );
  return (
    <form className={classes.form} noValidate onSubmit={submit}>
      <TextInput
        label={t`Title`}
        placeholder={t`Jazz at the Mill`}
        autoComplete="off"
        error={form.formState.errors.title?.message}
        {...form.register('title')}
      />
      {create.error && <ErrorNotice error={create.error} />}
      <UnfoldActions close={close}>
        <Button type="submit" loading={create.isPending}>
          <Trans>Create the draft</Trans>
        </Button>
      </UnfoldActions>
    </form>
  );
}
