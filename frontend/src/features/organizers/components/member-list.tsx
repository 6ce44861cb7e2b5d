import { Trans, useLingui } from '@lingui/react/macro';
import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';

import { ErrorNotice } from '@/components/ui/error-notice';
import { InvitedTable } from '@/components/ui/invited-table';
import { Loaded } from '@/components/ui/loaded';
import { Unfold, UnfoldActions } from '@/components/ui/unfold';

import { type Member, membersQuery, useRemoveMember } from '../api/members';

/** Who manages the organizer's events, and who was asked to. */
export function MemberList({ organizerId }: { organizerId: string }) {
  const { t } = useLingui();
  const members = useQuery(membersQuery(organizerId));
  return (
    <Loaded query={members}>
      {(data) => (
        <InvitedTable
          label={t`Members`}
          people={data}
          renderRemove={(member) => <RemoveMember organizerId={organizerId} member={member} />}
        />
      )}
    </Loaded>
  );
}

function RemoveMember({ organizerId, member }: { organizerId: string; member: Member }) {
  const remove = useRemoveMember(organizerId);
  const who = member.name ?? member.email;
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
