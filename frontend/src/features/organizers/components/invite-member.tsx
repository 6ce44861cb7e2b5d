import { Trans, useLingui } from '@lingui/react/macro';

import { InviteForm } from '@/components/ui/invite-form';

import { useInviteMember } from '../api/members';

export function InviteMember({ organizerId }: { organizerId: string }) {
  const { t } = useLingui();
  return (
    <InviteForm
      invite={useInviteMember(organizerId)}
      description={t`They manage all events as you do, as soon as an account has this address.`}
      action={<Trans>Invite</Trans>}
    />
  );
}
