import { Trans, useLingui } from '@lingui/react/macro';
import { createFileRoute, useNavigate } from '@tanstack/react-router';

import { LinkButton } from '@/components/ui/links';
import { Notice } from '@/components/ui/notice';
import { Page } from '@/components/ui/page';
import { ResetPasswordForm } from '@/features/accounts/components/reset-password-form';
import { useSecretFragment } from '@/lib/secret-fragment';

export const Route = createFileRoute('/reset-password')({ component: ResetPasswordPage });

function ResetPasswordPage() {
  const { t } = useLingui();
  const token = useSecretFragment();
  const navigate = useNavigate();
  return (
    <Page title={t`Set a new password`} width="form">
      {token === null ? (
        <Notice
          tone="warn"
          title={<Trans>This link is incomplete</Trans>}
          actions={
            <LinkButton to="/forgot-password" variant="default">
              <Trans>Send me a new one</Trans>
            </LinkButton>
          }
        >
          <Trans>Open it from the mail again, or copy all of it.</Trans>
        </Notice>
      ) : (
        <ResetPasswordForm
          token={token}
          onReset={() => navigate({ to: '/login', search: { after: 'reset' } })}
        />
      )}
    </Page>
  );
}
