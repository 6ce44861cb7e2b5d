import { zodResolver } from '@hookform/resolvers/zod';
import { Trans, useLingui } from '@lingui/react/macro';
import { Button, Checkbox, NativeSelect, Textarea, TextInput } from '@mantine/core';
import { useForm } from 'react-hook-form';

import { ErrorNotice } from '@/components/ui/error-notice';
import { UnfoldActions } from '@/components/ui/unfold';

import { CURRENCIES, Fields, fieldsOf, type TypeFields } from '../api/fields';
import type { TicketType } from '../api/ticket-types';
import classes from './ticket-types.module.css';

interface TicketTypeFormProps {
  /** Null for a new one. */
  type: TicketType | null;
  /** Of the event's other types; null while there are none and it can be chosen. */
  currency: string | null;
  timeZone: string;
  /** How many there are of a published type is changed by itself. */
  hasCapacity: boolean;
  error: unknown;
  isSaving: boolean;
  save: (fields: TypeFields) => void;
  close: () => void;
}

export function TicketTypeForm(props: TicketTypeFormProps) {
  const { type, currency, timeZone, hasCapacity, error, isSaving, save, close } = props;
  const { t } = useLingui();
  const form = useForm({
    resolver: zodResolver(Fields),
    defaultValues: fieldsOf(type, currency ?? 'EUR', timeZone),
  });
  const { errors } = form.formState;
  const field = (name: Exclude<keyof TypeFields, 'isHidden'>) => ({
    error: errors[name]?.message,
    ...form.register(name),
  });

  return (
    <form className={classes.form} noValidate onSubmit={form.handleSubmit(save)}>
      <TextInput label={t`Name`} placeholder={t`Standing`} {...field('name')} />
      <div className={classes.fields}>
        <TextInput label={t`Price`} inputMode="decimal" placeholder="25.00" {...field('price')} />
        <NativeSelect
          label={t`Currency`}
          disabled={currency !== null}
          data={[...new Set([currency ?? 'EUR', ...CURRENCIES])]}
          {...field('currency')}
        />
        {hasCapacity && (
          <TextInput label={t`How many there are`} inputMode="numeric" {...field('capacity')} />
        )}
      </div>
      <Textarea
        label={t`Description`}
        description={t`What buyers should know: where one sits, who it is for.`}
        size="md"
        autosize
        minRows={2}
        {...field('description')}
      />
      <div className={classes.fields}>
        <TextInput
          label={t`On sale from`}
          description={t`Empty: at once`}
          type="datetime-local"
          {...field('salesStart')}
        />
        <TextInput
          label={t`On sale until`}
          description={t`Empty: until the event ends`}
          type="datetime-local"
          {...field('salesEnd')}
        />
        <TextInput
          label={t`Most per order`}
          description={t`1 to 100`}
          inputMode="numeric"
          {...field('maxPerOrder')}
        />
        <TextInput
          label={t`Most per person`}
          description={t`Empty: no limit`}
          inputMode="numeric"
          {...field('maxPerAccount')}
        />
      </div>
      <Checkbox
        size="md"
        label={t`Hidden: only who has an access code sees and buys it`}
        {...form.register('isHidden')}
      />
      <p className={classes.hint}>
        <Trans>Times are on a clock at the venue ({timeZone}).</Trans>
      </p>
      {Boolean(error) && <ErrorNotice error={error} />}
      <UnfoldActions close={close}>
        <Button type="submit" loading={isSaving}>
          <Trans>Save</Trans>
        </Button>
      </UnfoldActions>
    </form>
  );
}
