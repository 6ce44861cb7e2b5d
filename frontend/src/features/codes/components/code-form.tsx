import { zodResolver } from '@hookform/resolvers/zod';
import { Trans, useLingui } from '@lingui/react/macro';
import { Button, Checkbox, NativeSelect, TextInput } from '@mantine/core';
import { Controller, useForm, useWatch } from 'react-hook-form';

import { ErrorNotice } from '@/components/ui/error-notice';
import { UnfoldActions } from '@/components/ui/unfold';

import type { Code } from '../api/codes';
import { type CodeFields, fieldsOf, rulesFor } from '../api/fields';
import classes from './codes.module.css';

export interface CodeFormProps {
  eventId: string;
  currency: string;
  timeZone: string;
  types: { id: string; name: string }[];
}

interface OpenCodeFormProps extends Pick<CodeFormProps, 'currency' | 'timeZone' | 'types'> {
  /** Null for a new one. */
  code: Code | null;
  error: unknown;
  isSaving: boolean;
  save: (fields: CodeFields) => void;
  close: () => void;
}

export function CodeForm(props: OpenCodeFormProps) {
  const { code, currency, timeZone, types, error, isSaving, save, close } = props;
  const { t } = useLingui();
  const form = useForm<CodeFields>({
    resolver: zodResolver(rulesFor(currency)),
    defaultValues: fieldsOf(code, currency, timeZone),
  });
  const { errors } = form.formState;
  const benefit = useWatch({ control: form.control, name: 'benefit' });

  return (
    <form className={classes.form} noValidate onSubmit={form.handleSubmit(save)}>
      <div className={classes.fields}>
        <TextInput
          label={t`Code`}
          placeholder="EARLYBIRD"
          autoComplete="off"
          readOnly={code !== null}
          error={errors.code?.message}
          {...form.register('code')}
        />
        <NativeSelect
          label={t`What it does`}
          data={[
            { value: 'percent', label: t`A share off the price` },
            { value: 'amount', label: t`An amount off the order` },
            { value: 'access', label: t`Access to hidden tickets` },
          ].filter(({ value }) => !code || (value === 'access') === (code.kind === 'access'))}
          {...form.register('benefit')}
        />
        {benefit === 'percent' && (
          <TextInput
            label={t`Per cent`}
            inputMode="decimal"
            placeholder="20"
            error={errors.percent?.message}
            {...form.register('percent')}
          />
        )}
        {benefit === 'amount' && (
          <TextInput
            label={t`Amount in ${currency}`}
            inputMode="decimal"
            placeholder="5.00"
            error={errors.amount?.message}
            {...form.register('amount')}
          />
        )}
      </div>
      <Controller
        control={form.control}
        name="types"
        render={({ field }) => (
          <Checkbox.Group
            label={benefit === 'access' ? t`Gives access to` : t`Only for (none chosen: for all)`}
            error={errors.types?.message}
            value={field.value}
            onChange={field.onChange}
          >
            <div className={classes.choices}>
              {types.map(({ id, name }) => (
                <Checkbox key={id} value={id} label={name} size="md" />
              ))}
            </div>
          </Checkbox.Group>
        )}
      />
      <div className={classes.fields}>
        <TextInput
          label={t`Most orders`}
          description={t`Empty: no limit`}
          inputMode="numeric"
          error={errors.maxUses?.message}
          {...form.register('maxUses')}
        />
        <TextInput
          label={t`Most orders of one person`}
          description={t`Empty: no limit`}
          inputMode="numeric"
          error={errors.maxPerAccount?.message}
          {...form.register('maxPerAccount')}
        />
        <TextInput
          label={t`Valid from`}
          description={t`Empty: at once`}
          type="datetime-local"
          {...form.register('validFrom')}
        />
        <TextInput
          label={t`Valid until`}
          description={t`Empty: as long as the sale`}
          type="datetime-local"
          error={errors.validUntil?.message}
          {...form.register('validUntil')}
        />
      </div>
      <p className={classes.hint}>
        <Trans>Times are on a clock at the venue ({timeZone}).</Trans>
      </p>
      {Boolean(error) && <ErrorNotice error={error} />}
      <UnfoldActions close={close}>
        <Button type="submit" loading={isSaving}>
          {code === null ? <Trans>Create the code</Trans> : <Trans>Save</Trans>}
        </Button>
      </UnfoldActions>
    </form>
  );
}
