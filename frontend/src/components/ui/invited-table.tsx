import { Trans, useLingui } from '@lingui/react/macro';
import type { ReactNode } from 'react';

import { useFormat } from '@/lib/i18n/use-format';

import { type Column, DataTable } from './data-table';
import classes from './invited-table.module.css';
import { Tag } from './tag';

interface Invited {
  id: string;
  /** Null for whoever was there from the beginning. */
  email: string | null;
  /** What they are called; null while that is not told. */
  name?: string | null;
  /** Whether they have come; left out where that is never told. */
  status?: 'invited' | 'active';
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
      header: t`Who`,
      isName: true,
      cell: (one) => <Who one={one} />,
    },
    ...(people.some(({ status }) => status)
      ? [{ id: 'status', header: t`State`, cell: (one: One) => <State one={one} /> }]
      : []),
    { id: 'since', header: t`Since`, cell: (one) => localDateTime(one.created_at) },
    { id: 'remove', header: '', isNumber: true, cell: renderRemove },
  ];
  return <DataTable label={label} columns={columns} rows={people} keyOf={({ id }) => id} />;
}

/** By name where it is told, with the address that was invited. */
function Who({ one: { name, email } }: { one: Invited }) {
  if (!name) return email ?? <Trans>Who created it</Trans>;
  return (
    <span>
      {name}
      <span className={classes.second}>{email ?? <Trans>Who created it</Trans>}</span>
    </span>
  );
}

function State({ one }: { one: Invited }) {
  return one.status === 'active' ? (
    <Tag tone="good">
      <Trans>Active</Trans>
    </Tag>
  ) : (
    <Tag>
      <Trans>Invited, has not joined yet</Trans>
    </Tag>
  );
}
