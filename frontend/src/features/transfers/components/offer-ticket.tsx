import { zodResolver } from '@hookform/resolvers/zod';
import { Trans, useLingui } from '@lingui/react/macro';
import { Button, TextInput } from '@mantine/core';
import { useForm } from 'react-hook-form';
import * as z from 'zod/mini';

import { ErrorNotice } from '@/components/ui/error-notice';
import { ArrowIcon } from '@/components/ui/icons';
import { Unfold, UnfoldActions } from '@/components/ui/unfold';
import { showAtFields } from '@/lib/api/form-problems';
import { email } from '@/lib/field-rules';

import { useOfferTicket } from '../api/transfers';
import classes from './pass-on.module.css';

const MESSAGE_LENGTH = 500;

const Fields = z.object({
  email,
  message: z.string().check(z.trim(), z.maxLength(MESSAGE_LENGTH)),
});
const FIELD_NAMES = ['email', 'message'] as const;

/** Offers a ticket to an address. */
export function OfferTicket({ ticketId }: { ticketId: string }) {
  return (
    <Unfold
      icon={<ArrowIcon />}
      label={<Trans>Give it to somebody</Trans>}
      title={<Trans>Who is to have this ticket?</Trans>}
    >
      {(close) => <OfferFields ticketId={ticketId} close={close} />}
    </Unfold>
  );
}

function OfferFields({ ticketId, close }: { ticketId: string; close: () => void }) {
  const { t } = useLingui();
  const offer = useOfferTicket();
  const form = useForm({
    resolver: zodResolver(Fields),
    defaultValues: { email: '', message: '' },
  });
  const { errors } = form.formState;
  const isShownAtFields = Object.keys(errors).length > 0;

  const submit = form.handleSubmit((values) =>
    offer.mutate(
      { ticket_id: ticketId, ...values },
      { onError: (error) => showAtFields(error, FIELD_NAMES, form.setError) },
    ),
  );

  return (
    <form className={classes.form} noValidate onSubmit={submit}>
      <p>
        <Trans>
          They get a mail with a link. The ticket stays yours until they accept it; then your code
          admits nobody any more.
        </Trans>
      </p>
      <TextInput
        label={t`Their e-mail address`}
        type="email"
        autoComplete="off"
        error={errors.email?.message}
        {...form.register('email')}
      />
      <TextInput
        label={t`A line for them`}
        description={t`Optional. They read it once they have logged in.`}
        maxLength={MESSAGE_LENGTH}
        autoComplete="off"
        error={errors.message?.message}
        {...form.register('message')}
      />
      {offer.error && !isShownAtFields && <ErrorNotice error={offer.error} />}
      <UnfoldActions close={close}>
        <Button type="submit" loading={offer.isPending}>
          <Trans>Offer the ticket</Trans>
        </Button>
      </UnfoldActions>
    </form>
  );
}
