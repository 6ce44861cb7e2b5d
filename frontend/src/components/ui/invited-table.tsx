import { Trans, useLingui } from '@lingui/react/macro';
import type { ReactNode } from 'react';

import { useFormat } from '@/lib/i18n/use-format';

import { type Column, DataTable } from './data-table';
import { Tag } from './tag';

interface Invited {
  id: string;
  /** Null for whoever was there from the beginning. */
  email: string | null;
  status: 'invited' | 'active';
  created_at: string;
}

interface InvitedTableProps<One extends Invited> {
  label: string;
  people: One[];
  renderRemove: (one: One) => ReactNode;
}

/** Who was asked to join, whether they have come, and the way to let them go. */
export function InvitedTable<One extends Invited>({
  label,
  people,
  renderRemove,
}: InvitedTableProps<One>) {
  const { t } = useLingui();
  const { localDateTime } = useFormat();
  const columns: Column<One>[] = [
    {
      id: 'who',
      header: t`E-mail address`,
      isName: true,
      cell: (one) => one.email ?? <Trans>Who created it</Trans>,
    },
    {
      id: 'status',
      header: t`State`,
      cell: ({ status }) =>
        status === 'active' ? (
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
    { id: 'remove', header: '', isNumber: true, cell: renderRemove },
  ];
  return <DataTable label={label} columns={columns} rows={people} keyOf={({ id }) => id} />;
}
