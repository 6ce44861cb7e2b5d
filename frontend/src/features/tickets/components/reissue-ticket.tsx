import { Trans } from '@lingui/react/macro';
import { Button } from '@mantine/core';

import { ErrorNotice } from '@/components/ui/error-notice';
import { ScanIcon } from '@/components/ui/icons';
import { Notice } from '@/components/ui/notice';
import { Unfold, UnfoldActions } from '@/components/ui/unfold';

import { useReissueTicket } from '../api/tickets';

/** Another code for a ticket whose present one others may have seen. */
export function ReissueTicket({ ticketId }: { ticketId: string }) {
  const reissue = useReissueTicket();
  return (
    <>
      <Unfold
        icon={<ScanIcon />}
        label={<Trans>Get a new code</Trans>}
        title={<Trans>Have others seen your code?</Trans>}
      >
        {(close) => (
          <>
            <p>
              <Trans>
                The present code is refused at the door from then on: also on paper, in mails and on
                the screens of others. We send the new ticket to you by e-mail.
              </Trans>
            </p>
            {reissue.error && <ErrorNotice error={reissue.error} />}
            <UnfoldActions close={close}>
              <Button
                loading={reissue.isPending}
                onClick={() => reissue.mutate(ticketId, { onSuccess: close })}
              >
                <Trans>Yes, get a new code</Trans>
              </Button>
            </UnfoldActions>
          </>
        )}
      </Unfold>
      {reissue.isSuccess && (
        <Notice tone="good" title={<Trans>This ticket has a new code</Trans>}>
          <Trans>Older codes admit nobody any more. Print or save the ticket again.</Trans>
        </Notice>
      )}
    </>
  );
}
