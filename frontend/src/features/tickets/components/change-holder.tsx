import { zodResolver } from '@hookform/resolvers/zod';
import { Trans, useLingui } from '@lingui/react/macro';
import { Button, TextInput } from '@mantine/core';
import { useForm } from 'react-hook-form';
import * as z from 'zod/mini';

import { ErrorNotice } from '@/components/ui/error-notice';
import { PersonIcon } from '@/components/ui/icons';
import { Notice } from '@/components/ui/notice';
import { Unfold, UnfoldActions } from '@/components/ui/unfold';
import { holderName } from '@/lib/field-rules';

import { type Ticket, useChangeHolder } from '../api/tickets';
import classes from './ticket-changes.module.css';

const Fields = z.object({ holderName });

/** Somebody else enters with the ticket, which stays its owner's. */
export function ChangeHolder({ ticket }: { ticket: Ticket }) {
  const change = useChangeHolder();
  return (
    <>
      <Unfold
        icon={<PersonIcon />}
        label={<Trans>Change the name</Trans>}
        title={<Trans>Who enters with this ticket?</Trans>}
      >
        {(close) => <HolderFields ticket={ticket} change={change} close={close} />}
      </Unfold>
      {change.isSuccess && (
        <Notice tone="good" title={<Trans>The ticket is for {ticket.holder_name} now</Trans>}>
          <Trans>Its code is the same. A printed copy shows the old name: print it again.</Trans>
        </Notice>
      )}
    </>
  );
}

interface HolderFieldsProps {
  ticket: Ticket;
  change: ReturnType<typeof useChangeHolder>;
  close: () => void;
}

function HolderFields({ ticket, change, close }: HolderFieldsProps) {
  const { t } = useLingui();
  const form = useForm({
    resolver: zodResolver(Fields),
    defaultValues: { holderName: ticket.holder_name },
  });
  const submit = form.handleSubmit((values) =>
    change.mutate({ ticketId: ticket.id, ...values }, { onSuccess: close }),
  );

  return (
    <form className={classes.form} noValidate onSubmit={submit}>
      <TextInput
        label={t`Name`}
        description={t`The door asks for this name.`}
        autoComplete="off"
        error={form.formState.errors.holderName?.message}
        {...form.register('holderName')}
      />
      {change.error && <ErrorNotice error={change.error} />}
      <UnfoldActions close={close}>
        <Button type="submit" loading={change.isPending}>
          <Trans>Save the name</Trans>
        </Button>
      </UnfoldActions>
    </form>
  );
}
