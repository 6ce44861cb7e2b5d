import { Trans, useLingui } from '@lingui/react/macro';
import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';

import { type Column, DataTable } from '@/components/ui/data-table';
import { ErrorNotice } from '@/components/ui/error-notice';
import { Loaded } from '@/components/ui/loaded';
import { Tag } from '@/components/ui/tag';
import { Unfold, UnfoldActions } from '@/components/ui/unfold';
import { useFormat } from '@/lib/i18n/use-format';

import { type Member, membersQuery, useRemoveMember } from '../api/members';

/** Who manages the organizer's events, and who was asked to. */
export function MemberList({ organizerId }: { organizerId: string }) {
  const members = useQuery(membersQuery(organizerId));
  return (
    <Loaded query={members}>
      {(data) => <Members organizerId={organizerId} members={data} />}
    </Loaded>
  );
}

function Members({ organizerId, members }: { organizerId: string; members: Member[] }) {
  const { t } = useLingui();
  const { localDateTime } = useFormat();
  const columns: Column<Member>[] = [
    {
      id: 'who',
      header: t`Member`,
      isName: true,
      cell: (member) => member.email ?? <Trans>Who created it</Trans>,
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
    { id: 'since', header: t`Since`, cell: (member) => localDateTime(member.created_at) },
    {
      id: 'remove',
      header: '',
      isNumber: true,
      cell: (member) => <RemoveMember organizerId={organizerId} member={member} />,
    },
  ];
  return <DataTable label={t`Members`} columns={columns} rows={members} keyOf={({ id }) => id} />;
}

function RemoveMember({ organizerId, member }: { organizerId: string; member: Member }) {
  const remove = useRemoveMember(organizerId);
  const who = member.email;
  return (
    <Unfold
      label={<Trans>Remove</Trans>}
      title={
        who === null ? (
          <Trans>Remove whoever created it? They manage its events no more.</Trans>
        ) : (
          <Trans>Remove {who}? They manage its events no more.</Trans>
        )
      }
    >
      {(close) => (
        <>
          {remove.error && <ErrorNotice error={remove.error} />}
          <UnfoldActions close={close}>
            <Button
              color="red.9"
              loading={remove.isPending}
              onClick={() => remove.mutate(member.id)}
            >
              <Trans>Remove</Trans>
            </Button>
          </UnfoldActions>
        </>
      )}
    </Unfold>
  );
}
