import { Trans, useLingui } from '@lingui/react/macro';
import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';

import { type Column, DataTable } from '@/components/ui/data-table';
import { EmptyState } from '@/components/ui/empty-state';
import { ErrorNotice } from '@/components/ui/error-notice';
import { PlusIcon, TicketIcon } from '@/components/ui/icons';
import { Loaded } from '@/components/ui/loaded';
import { Unfold } from '@/components/ui/unfold';
import { useFormat } from '@/lib/i18n/use-format';

import { type Code, codesQuery, useDeleteCode } from '../api/codes';
import { CodeForm, type CodeFormProps } from './code-form';
import classes from './codes.module.css';

/** Words that lower the price, or open what is hidden. */
export function CodeList(props: CodeFormProps) {
  const codes = useQuery(codesQuery(props.eventId));
  return (
    <div className={classes.stack}>
      <Loaded query={codes}>
        {(data) =>
          data.length > 0 ? (
            <Codes {...props} codes={data} />
          ) : (
            <EmptyState icon={<TicketIcon size={26} />} title={<Trans>No codes yet</Trans>}>
              <Trans>
                A code makes tickets cheaper for friends, or sells what others do not see.
              </Trans>
            </EmptyState>
          )
        }
      </Loaded>
      <div className={classes.actions}>
        <Unfold
          icon={<PlusIcon />}
          label={<Trans>New code</Trans>}
          title={<Trans>What do buyers type, and what do they get?</Trans>}
        >
          {(close) => <CodeForm {...props} close={close} />}
        </Unfold>
      </div>
    </div>
  );
}

function Codes({ eventId, currency, timeZone, types, codes }: CodeFormProps & { codes: Code[] }) {
  const { t } = useLingui();
  const { money, percent, count, venueTime } = useFormat();
  const remove = useDeleteCode(eventId);
  const named = (id: string) => types.find((type) => type.id === id)?.name ?? id;
  const columns: Column<Code>[] = [
    {
      id: 'code',
      header: t`Code`,
      isName: true,
      cell: ({ code }) => <span className={classes.code}>{code}</span>,
    },
    {
      id: 'benefit',
      header: t`What it does`,
      cell: ({ rate, amount }) => {
        if (rate !== null) return t`${percent(rate)} off`;
        return amount === null ? t`Access` : t`${money(amount, currency)} off the order`;
      },
    },
    {
      id: 'types',
      header: t`For`,
      cell: ({ ticket_type_ids: ids }) => ids?.map(named).join(', ') ?? t`All tickets`,
    },
    {
      id: 'uses',
      header: t`Most orders`,
      isNumber: true,
      cell: ({ max_uses: most }) => (most === null ? t`No limit` : count(most)),
    },
    {
      id: 'until',
      header: t`Valid until`,
      cell: ({ valid_until: until }) =>
        until === null ? t`End of the sale` : venueTime(until, timeZone).date,
    },
    {
      id: 'delete',
      header: '',
      isNumber: true,
      cell: ({ id, code }) => (
        <Button
          variant="default"
          aria-label={t`Delete ${code}`}
          loading={remove.isPending && remove.variables === id}
          onClick={() => remove.mutate(id)}
        >
          <Trans>Delete</Trans>
        </Button>
      ),
    },
  ];
  return (
    <>
      {remove.error && <ErrorNotice error={remove.error} />}
      <DataTable label={t`Codes`} columns={columns} rows={codes} keyOf={({ id }) => id} />
    </>
  );
}
