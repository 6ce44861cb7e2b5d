import { zodResolver } from '@hookform/resolvers/zod';
import { i18n } from '@lingui/core';
import { msg } from '@lingui/core/macro';
import { useLingui } from '@lingui/react/macro';
import { Button, TextInput } from '@mantine/core';
import type { ReactNode } from 'react';
import { useForm } from 'react-hook-form';
import * as z from 'zod/mini';

import { ErrorNotice } from '@/components/ui/error-notice';
import { UnfoldActions } from '@/components/ui/unfold';

import classes from './scanner.module.css';

const REASON_LENGTH = 500;

const Fields = z.object({
  reason: z
    .string()
    .check(
      z.trim(),
      z.minLength(1, { error: () => i18n._(msg`Say why, in a few words.`) }),
      z.maxLength(REASON_LENGTH),
    ),
});

interface ReasonFormProps {
  /** What is going to happen. */
  children: ReactNode;
  action: ReactNode;
  example: string;
  isPending: boolean;
  error: unknown;
  onReason: (reason: string) => void;
  close: () => void;
}

/** Whatever goes against a rule at the door is asked for its reason, which is kept with the name of who did it. */
export function ReasonForm(props: ReasonFormProps) {
  const { t } = useLingui();
  const form = useForm({ resolver: zodResolver(Fields), defaultValues: { reason: '' } });

  return (
    <form
      className={classes.reason}
      noValidate
      onSubmit={form.handleSubmit(({ reason }) => props.onReason(reason))}
    >
      <p>{props.children}</p>
      <TextInput
        label={t`Reason`}
        placeholder={props.example}
        maxLength={REASON_LENGTH}
        autoComplete="off"
        error={form.formState.errors.reason?.message}
        {...form.register('reason')}
      />
      {props.error != null && <ErrorNotice error={props.error} />}
      <UnfoldActions close={props.close}>
        <Button type="submit" loading={props.isPending}>
          {props.action}
        </Button>
      </UnfoldActions>
    </form>
  );
}
