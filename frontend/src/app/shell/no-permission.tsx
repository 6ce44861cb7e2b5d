import { Trans, useLingui } from '@lingui/react/macro';

import { LinkButton } from '@/components/ui/links';
import { Page } from '@/components/ui/page';
import { useAccount } from '@/lib/session/use-session';

/** For who is signed in and may not see what is here. */
export function NoPermission() {
  const { t } = useLingui();
  const account = useAccount();
  return (
    <Page
      title={t`Your account may not see this`}
      lead={
        <Trans>
          It is for admins, and {account?.email} is none. Ask one of them for the role; after that
          log in again.
        </Trans>
      }
      width="reading"
    >
      <LinkButton to="/">
        <Trans>See what’s on</Trans>
      </LinkButton>
    </Page>
  );
}
