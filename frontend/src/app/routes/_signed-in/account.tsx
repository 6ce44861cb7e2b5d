import { Trans, useLingui } from '@lingui/react/macro';
import { createFileRoute } from '@tanstack/react-router';

import { Page } from '@/components/ui/page';
import { Panel } from '@/components/ui/panel';
import { ChangePasswordForm } from '@/features/accounts/components/change-password-form';
import { SessionList } from '@/features/accounts/components/session-list';
import { ProfileForm } from '@/features/profiles/components/profile-form';
import { SettingsForm } from '@/features/profiles/components/settings-form';
import { useAccount } from '@/lib/session/use-session';

import classes from './checkout.module.css';

export const Route = createFileRoute('/_signed-in/account')({ component: AccountPage });

function AccountPage() {
  const { t } = useLingui();
  const email = useAccount()?.email ?? '';
  return (
    <Page
      title={t`Account and settings`}
      lead={<Trans>You are signed in as {email}.</Trans>}
      width="reading"
    >
      <div className={classes.stack}>
        <Panel title={<Trans>You</Trans>}>
          <ProfileForm />
        </Panel>
        <Panel title={<Trans>Language and messages</Trans>}>
          <SettingsForm />
        </Panel>
        <Panel title={<Trans>Password</Trans>}>
          <ChangePasswordForm email={email} />
        </Panel>
        <Panel title={<Trans>Where you are signed in</Trans>}>
          <SessionList />
        </Panel>
      </div>
    </Page>
  );
}
