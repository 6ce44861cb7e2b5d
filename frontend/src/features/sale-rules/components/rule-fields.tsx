import { Trans, useLingui } from '@lingui/react/macro';
import { NativeSelect, TextInput } from '@mantine/core';
import { type UseFormReturn, useWatch } from 'react-hook-form';

import type { RuleFields } from '../api/fields';
import classes from './sale-rules.module.css';

interface FieldsProps {
  form: UseFormReturn<RuleFields>;
}

/** A field with what is wrong about it. */
function field({ form }: FieldsProps, name: keyof RuleFields) {
  return { error: form.formState.errors[name]?.message, ...form.register(name) };
}

export function TaxFields(props: FieldsProps) {
  const { t } = useLingui();
  return (
    <div className={classes.fields}>
      <TextInput
        label={t`Tax in per cent`}
        description={t`0: none is shown`}
        inputMode="decimal"
        {...field(props, 'taxRate')}
      />
      <TextInput
        label={t`Name of the tax`}
        description={t`As buyers read it: VAT, GST, Sales tax`}
        maxLength={30}
        {...field(props, 'taxName')}
      />
      <NativeSelect
        label={t`How it is charged`}
        data={[
          { value: 'included', label: t`Prices contain it` },
          { value: 'added', label: t`It is added to prices` },
        ]}
        {...field(props, 'taxIs')}
      />
    </div>
  );
}

export function FeeFields(props: FieldsProps & { currency: string }) {
  const { t } = useLingui();
  return (
    <div className={classes.fields}>
      <TextInput
        label={t`Fee per ticket in ${props.currency}`}
        description={t`Free tickets bear none.`}
        inputMode="decimal"
        {...field(props, 'feePerTicket')}
      />
      <TextInput
        label={t`Fee in per cent of the price`}
        description={t`In addition to the fee per ticket`}
        inputMode="decimal"
        {...field(props, 'feeRate')}
      />
      <NativeSelect
        label={t`Who bears them`}
        description={t`They are shown either way.`}
        data={[
          { value: 'added', label: t`Buyers: they are added to prices` },
          { value: 'included', label: t`You: prices contain them` },
        ]}
        {...field(props, 'feesAre')}
      />
    </div>
  );
}

export function RefundFields(props: FieldsProps & { timeZone: string }) {
  const { t } = useLingui();
  const policy = useWatch({ control: props.form.control, name: 'refunds' });
  return (
    <div className={classes.fields}>
      <NativeSelect
        label={t`Buyers may give tickets back`}
        description={t`You can refund any order at any time.`}
        data={[
          { value: 'none', label: t`Never` },
          { value: 'on_request', label: t`When you agree` },
          { value: 'automatic', label: t`By themselves` },
        ]}
        {...field(props, 'refunds')}
      />
      {policy !== 'none' && (
        <TextInput
          label={t`Until`}
          description={
            policy === 'automatic' ? (
              <Trans>
                Empty: until the event begins. On a clock at the venue ({props.timeZone}).
              </Trans>
            ) : (
              <Trans>Empty: at any time. On a clock at the venue ({props.timeZone}).</Trans>
            )
          }
          type="datetime-local"
          {...field(props, 'refundUntil')}
        />
      )}
    </div>
  );
}

export function TransferFields(props: FieldsProps & { timeZone: string }) {
  const { t } = useLingui();
  const transfers = useWatch({ control: props.form.control, name: 'transfers' });
  return (
    <div className={classes.fields}>
      <NativeSelect
        label={t`Owners may pass tickets on to others`}
        description={t`The new owner gets a code of their own.`}
        data={[
          { value: 'allowed', label: t`Yes` },
          { value: 'forbidden', label: t`No` },
        ]}
        {...field(props, 'transfers')}
      />
      {transfers === 'allowed' && (
        <TextInput
          label={t`Until`}
          description={
            <Trans>
              Empty: as long as names can be changed. On a clock at the venue ({props.timeZone}).
            </Trans>
          }
          type="datetime-local"
          {...field(props, 'transferUntil')}
        />
      )}
    </div>
  );
}
