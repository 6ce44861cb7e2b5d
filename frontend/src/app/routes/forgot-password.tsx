import { Trans, useLingui } from '@lingui/react/macro';
import { createFileRoute } from '@tanstack/react-router';

import { Page } from '@/components/ui/page';
import { ForgotPasswordForm } from '@/features/accounts/components/forgot-password-form';

export const Route = createFileRoute('/forgot-password')({ component: ForgotPasswordPage });

function ForgotPasswordPage() {
  const { t } = useLingui();
  return (
    <Page
      title={t`Forgot your password?`}
      lead={<Trans>We send you a link with which you can set a new one.</Trans>}
      width="form"
    >
      <ForgotPasswordForm />
    </Page>
  );
}
