import { Trans } from '@lingui/react/macro';
import { Button } from '@mantine/core';

import { ErrorNotice } from '@/components/ui/error-notice';
import { Notice } from '@/components/ui/notice';

import { useResendVerification } from '../api/accounts';

interface ResendVerificationProps {
  email: string;
  /** The way back leads over the inbox from now on. */
  onSent?: () => void;
}

/** For who has an account but has not shown yet that the address is theirs. */
export function ResendVerification({ email, onSent }: ResendVerificationProps) {
  const resend = useResendVerification();

  if (resend.isSuccess) {
    return (
      <Notice tone="good" title={<Trans>A new link is on its way</Trans>}>
        <Trans>Look into the inbox of {email}. The link works for a day.</Trans>
      </Notice>
    );
  }
  return (
    <>
      <Notice
        tone="warn"
        urgent
        title={
          <Trans>
            Confirm your <span style={{ whiteSpace: 'nowrap' }}>e-mail</span> address first
          </Trans>
        }
        actions={
          <Button
            variant="default"
            loading={resend.isPending}
            onClick={() => resend.mutate(email, { onSuccess: onSent })}
          >
            <Trans>Send the link again</Trans>
          </Button>
        }
      >
        <Trans>We sent a link to {email} when you registered.</Trans>
      </Notice>
      {resend.error && <ErrorNotice error={resend.error} />}
    </>
  );
}
