import { Trans, useLingui } from '@lingui/react/macro';
import { Button } from '@mantine/core';
import { createFileRoute, useNavigate } from '@tanstack/react-router';

import { ErrorNotice } from '@/components/ui/error-notice';
import { LinkButton } from '@/components/ui/links';
import { Notice } from '@/components/ui/notice';
import { Page } from '@/components/ui/page';
import { useVerifyEmail } from '@/features/accounts/api/accounts';
import { ApiError } from '@/lib/api/problem';
import { useSecretFragment } from '@/lib/secret-fragment';

import classes from './accounts.module.css';

export const Route = createFileRoute('/verify-email')({ component: VerifyEmailPage });

function VerifyEmailPage() {
  const { t } = useLingui();
  const token = useSecretFragment();
  const verify = useVerifyEmail();
  const navigate = useNavigate();

  const isUsedUp = verify.error instanceof ApiError && !verify.error.isTransient;

  // A button and not at once: mail scanners open links, and this one works a single time.
  return (
    <Page
      title={t`Confirm your e-mail address`}
      heading={
        <Trans>
          Confirm your <span style={{ whiteSpace: 'nowrap' }}>e-mail</span> address
        </Trans>
      }
      lead={token && <Trans>One click, and you can buy and receive tickets.</Trans>}
      width="form"
    >
      <div className={classes.stack}>
        {token === null && <IncompleteLink />}
        {verify.error && !isUsedUp && <ErrorNotice error={verify.error} />}
        {isUsedUp && <UsedUpLink />}
        {token !== null && !isUsedUp && (
          <Button
            loading={verify.isPending}
            onClick={() =>
              verify.mutate(token, {
                onSuccess: () => navigate({ to: '/login', search: { after: 'verified' } }),
              })
            }
          >
            <Trans>Confirm my address</Trans>
          </Button>
        )}
      </div>
    </Page>
  );
}

function IncompleteLink() {
  return (
    <Notice tone="warn" title={<Trans>This link is incomplete</Trans>}>
      <Trans>Open it from the mail again, or copy all of it.</Trans>
    </Notice>
  );
}

function UsedUpLink() {
  return (
    <Notice
      tone="warn"
      urgent
      title={<Trans>This link does not work any more</Trans>}
      actions={
        <LinkButton to="/login" variant="default">
          <Trans>Log in</Trans>
        </LinkButton>
      }
    >
      <Trans>
        It was used already or is too old. Log in: if your address is still to be confirmed, we
        offer you a new link there.
      </Trans>
    </Notice>
  );
}
