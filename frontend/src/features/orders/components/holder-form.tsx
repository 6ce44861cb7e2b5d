import { zodResolver } from '@hookform/resolvers/zod';
import { Trans, useLingui } from '@lingui/react/macro';
import { Button, TextInput } from '@mantine/core';
import { useForm } from 'react-hook-form';
import * as z from 'zod/mini';

import { ErrorNotice } from '@/components/ui/error-notice';
import { ArrowIcon } from '@/components/ui/icons';
import { Panel } from '@/components/ui/panel';
import { holderName } from '@/lib/field-rules';

import { keepHolderDraft, readHolderDraft } from '../api/holder-draft';
import classes from './holder-form.module.css';

export interface HeldTicket {
  ticketTypeId: string;
  typeName: string;
}

interface HolderFormProps {
  eventId: string;
  tickets: HeldTicket[];
  /** Suggested for the first ticket: most buyers come themselves. */
  buyerName: string;
  isFree: boolean;
  isPlacing: boolean;
  error: Error | null;
  onSubmit: (holders: { ticket_type_id: string; name: string }[]) => void;
}

const Fields = z.object({ names: z.array(z.object({ name: holderName })) });

/** A name for each ticket; the door asks for it. */
export function HolderForm(props: HolderFormProps) {
  const { eventId, tickets, buyerName, isFree, isPlacing, error, onSubmit } = props;
  const { t } = useLingui();
  const kept = readHolderDraft(eventId);
  const form = useForm({
    resolver: zodResolver(Fields),
    defaultValues: {
      names: tickets.map((_, index) => ({ name: kept[index] ?? (index === 0 ? buyerName : '') })),
    },
  });

  const keep = () =>
    keepHolderDraft(
      eventId,
      form.getValues('names').map(({ name }) => name),
    );
  const submit = form.handleSubmit(({ names }) =>
    onSubmit(
      tickets.map(({ ticketTypeId }, index) => ({
        ticket_type_id: ticketTypeId,
        name: names[index]?.name ?? '',
      })),
    ),
  );

  return (
    <Panel title={<Trans>Who is coming?</Trans>}>
      <form className={classes.form} noValidate onSubmit={submit} onChange={keep}>
        {tickets.map(({ typeName }, index) => {
          const number = index + 1;
          return (
            <TextInput
              key={index}
              label={t`Name on ticket ${number}`}
              description={typeName}
              autoComplete={index === 0 ? 'name' : 'off'}
              error={form.formState.errors.names?.[index]?.name?.message}
              {...form.register(`names.${index}.name`)}
            />
          );
        })}
        {error && <ErrorNotice error={error} />}
        <Button type="submit" size="lg" loading={isPlacing} rightSection={<ArrowIcon />}>
          {isFree ? <Trans>Get my tickets</Trans> : <Trans>Continue to payment</Trans>}
        </Button>
      </form>
    </Panel>
  );
}
