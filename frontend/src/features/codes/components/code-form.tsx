import { zodResolver } from '@hookform/resolvers/zod';
import { Trans, useLingui } from '@lingui/react/macro';
import { Button, Checkbox, NativeSelect, TextInput } from '@mantine/core';
import { Controller, useForm, useWatch } from 'react-hook-form';

import { ErrorNotice } from '@/components/ui/error-notice';
import { UnfoldActions } from '@/components/ui/unfold';

import { useCreateCode } from '../api/codes';
import { type CodeFields, codeIn, rulesFor } from '../api/fields';
import classes from './codes.module.css';

export interface CodeFormProps {
  eventId: string;
  currency: string;
  timeZone: string;
  types: { id: string; name: string }[];
}

const EMPTY: CodeFields = {
  code: '',
  benefit: 'percent',
  percent: '',
  amount: '',
  types: [],
  maxUses: '',
  validUntil: '',
};

export function CodeForm(props: CodeFormProps & { close: () => void }) {
  const { eventId, currency, timeZone, types, close } = props;
  const { t } = useLingui();
  const create = useCreateCode(eventId);
  const form = useForm<CodeFields>({
    resolver: zodResolver(rulesFor(currency)),
    defaultValues: EMPTY,
  });
  const { errors } = form.formState;
  const benefit = useWatch({ control: form.control, name: 'benefit' });
  const submit = form.handleSubmit((fields) =>
    create.mutate(codeIn(fields, currency, timeZone), { onSuccess: close }),
  );

  return (
    <form className={classes.form} noValidate onSubmit={submit}>
      <div className={classes.fields}>
        <TextInput
          label={t`Code`}
          placeholder="EARLYBIRD"
          autoComplete="off"
          error={errors.code?.message}
          {...form.register('code')}
        />
        <NativeSelect
          label={t`What it does`}
          data={[
            { value: 'percent', label: t`A share off the price` },
            { value: 'amount', label: t`An amount off the order` },
            { value: 'access', label: t`Access to hidden tickets` },
          ]}
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
          label={t`Valid until`}
          description={t`Empty: as long as the sale`}
          type="datetime-local"
          {...form.register('validUntil')}
        />
      </div>
      {create.error && <ErrorNotice error={create.error} />}
      <UnfoldActions close={close}>
        <Button type="submit" loading={create.isPending}>
          <Trans>Create the code</Trans>
        </Button>
      </UnfoldActions>
    </form>
  );
}
