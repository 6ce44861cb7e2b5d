import { zodResolver } from '@hookform/resolvers/zod';
import { Trans, useLingui } from '@lingui/react/macro';
import { Button, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useForm } from 'react-hook-form';
import * as z from 'zod/mini';

import { type Column, DataTable } from '@/components/ui/data-table';
import { EmptyState } from '@/components/ui/empty-state';
import { ErrorNotice } from '@/components/ui/error-notice';
import { ScanIcon } from '@/components/ui/icons';
import { Loaded } from '@/components/ui/loaded';
import { Panel } from '@/components/ui/panel';
import { Tag } from '@/components/ui/tag';
import { showAtFields } from '@/lib/api/form-problems';
import { email } from '@/lib/field-rules';
import { useFormat } from '@/lib/i18n/use-format';

import { type Staff, staffQuery, useInviteStaff, useRemoveStaff } from '../api/staff';
import classes from './staff.module.css';

const Fields = z.object({ email });

/** Who may scan tickets at the event's doors. */
export function StaffList({ eventId }: { eventId: string }) {
  const staff = useQuery(staffQuery(eventId));
  return (
    <div className={classes.stack}>
      <Panel title={<Trans>Add somebody</Trans>}>
        <InviteForm eventId={eventId} />
      </Panel>
      <Loaded query={staff}>
        {(people) =>
          people.length > 0 ? <People eventId={eventId} people={people} /> : <NobodyYet />
        }
      </Loaded>
    </div>
  );
}

function NobodyYet() {
  return (
    <EmptyState icon={<ScanIcon size={26} />} title={<Trans>Nobody at the doors yet</Trans>}>
      <Trans>Those who manage the event can check tickets too. Add the others above.</Trans>
    </EmptyState>
  );
}

function InviteForm({ eventId }: { eventId: string }) {
  const { t } = useLingui();
  const invite = useInviteStaff(eventId);
  const form = useForm({ resolver: zodResolver(Fields), defaultValues: { email: '' } });
  const submit = form.handleSubmit((values) =>
    invite.mutate(values.email, {
      onSuccess: () => form.reset(),
      onError: (error) => showAtFields(error, ['email'], form.setError),
    }),
  );
  return (
    <form className={classes.form} noValidate onSubmit={submit}>
      <TextInput
        label={t`E-mail address`}
        description={t`They can scan as soon as an account has this address.`}
        type="email"
        autoComplete="off"
        error={form.formState.errors.email?.message}
        {...form.register('email')}
      />
      <Button type="submit" loading={invite.isPending}>
        <Trans>Add to the staff</Trans>
      </Button>
      {invite.error && !form.formState.errors.email && <ErrorNotice error={invite.error} />}
    </form>
  );
}

function People({ eventId, people }: { eventId: string; people: Staff[] }) {
  const { t } = useLingui();
  const { localDateTime } = useFormat();
  const remove = useRemoveStaff(eventId);
  const columns: Column<Staff>[] = [
    { id: 'email', header: t`E-mail address`, isName: true, cell: (one) => one.email },
    {
      id: 'status',
      header: t`State`,
      cell: (one) =>
        one.status === 'active' ? (
          <Tag tone="good">
            <Trans>Active</Trans>
          </Tag>
        ) : (
          <Tag>
            <Trans>Invited</Trans>
          </Tag>
        ),
    },
    { id: 'since', header: t`Since`, cell: (one) => localDateTime(one.created_at) },
    {
      id: 'remove',
      header: '',
      isNumber: true,
      cell: (one) => (
        <Button
          variant="default"
          aria-label={t`Remove ${one.email}`}
          loading={remove.isPending && remove.variables === one.id}
          onClick={() => remove.mutate(one.id)}
        >
          <Trans>Remove</Trans>
        </Button>
      ),
    },
  ];
  return (
    <>
      {remove.error && <ErrorNotice error={remove.error} />}
      <DataTable label={t`Staff`} columns={columns} rows={people} keyOf={({ id }) => id} />
    </>
  );
}
