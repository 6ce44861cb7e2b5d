import { zodResolver } from '@hookform/resolvers/zod';
import { Trans } from '@lingui/react/macro';
import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useForm } from 'react-hook-form';

import { ErrorNotice } from '@/components/ui/error-notice';
import { Loaded } from '@/components/ui/loaded';
import { Notice } from '@/components/ui/notice';
import { Panel } from '@/components/ui/panel';
import type { Versioned } from '@/lib/api/versioned';

import { checksFor, fieldsOf, type RuleFields, rulesIn } from '../api/fields';
import { ownSaleRulesQuery, type SaleRules, useChangeSaleRules } from '../api/sale-rules';
import { FeeFields, RefundFields, TaxFields, TransferFields } from './rule-fields';
import classes from './sale-rules.module.css';

interface SaleRulesFormProps {
  eventId: string;
  currency: string;
  /** Of the venue. */
  timeZone: string;
  isCanceled: boolean;
}

/** What is added to prices, and what may be given back or passed on. */
export function SaleRulesForm(props: SaleRulesFormProps) {
  const rules = useQuery(ownSaleRulesQuery(props.eventId));
  return <Loaded query={rules}>{(data) => <Form {...props} rules={data} />}</Loaded>;
}

function Form(props: SaleRulesFormProps & { rules: Versioned<SaleRules> }) {
  const { eventId, currency, timeZone, isCanceled, rules } = props;
  const change = useChangeSaleRules(eventId, rules.etag);
  const form = useForm<RuleFields>({
    resolver: zodResolver(checksFor(currency)),
    defaultValues: fieldsOf(rules.data, currency, timeZone),
  });
  const { isDirty } = form.formState;
  const submit = form.handleSubmit((fields) =>
    change.mutate(rulesIn(fields, currency, timeZone), {
      onSuccess: ({ data }) => form.reset(fieldsOf(data, currency, timeZone)),
    }),
  );

  return (
    <form className={classes.stack} noValidate onSubmit={submit}>
      <fieldset className={classes.stack} disabled={isCanceled}>
        <Panel title={<Trans>Tax</Trans>}>
          <TaxFields form={form} />
        </Panel>
        <Panel title={<Trans>Fees</Trans>}>
          <FeeFields form={form} currency={currency} />
        </Panel>
        <Panel title={<Trans>Giving tickets back</Trans>}>
          <RefundFields form={form} timeZone={timeZone} />
        </Panel>
        <Panel title={<Trans>Passing tickets on</Trans>}>
          <TransferFields form={form} timeZone={timeZone} />
        </Panel>
      </fieldset>
      {change.error && <ErrorNotice error={change.error} />}
      {change.isSuccess && !isDirty && (
        <Notice tone="good" title={<Trans>Saved</Trans>}>
          <Trans>These rules are for orders from now on; what is sold keeps its price.</Trans>
        </Notice>
      )}
      {!isCanceled && (
        <div>
          <Button type="submit" loading={change.isPending} disabled={!isDirty}>
            <Trans>Save the rules</Trans>
          </Button>
        </div>
      )}
    </form>
  );
}
