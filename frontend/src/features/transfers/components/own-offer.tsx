import { Trans } from '@lingui/react/macro';
import { Button } from '@mantine/core';

import { ErrorNotice } from '@/components/ui/error-notice';
import { Notice } from '@/components/ui/notice';
import { Unfold, UnfoldActions } from '@/components/ui/unfold';
import { useFormat } from '@/lib/i18n/use-format';

import { type Transfer, useWithdrawOffer } from '../api/transfers';
import classes from './pass-on.module.css';

/** An open offer for who has made it: to whom, until when, and how to take it back. */
export function OwnOffer({ transfer }: { transfer: Transfer }) {
  const { localDateTime } = useFormat();
  const withdraw = useWithdrawOffer();
  return (
    <div className={classes.offer}>
      <Notice tone="info" title={<Trans>Offered to {transfer.email}</Trans>}>
        {transfer.message && (
          <blockquote className={classes.message} dir="auto">
            {transfer.message}
          </blockquote>
        )}
        <Trans>
          They can accept it until {localDateTime(transfer.expires_at)}. Until they do it is yours,
          and its code admits as before.
        </Trans>
      </Notice>
      <Unfold label={<Trans>Take it back</Trans>} title={<Trans>Take the offer back?</Trans>}>
        {(close) => (
          <>
            <p>
              <Trans>The link in the mail then leads to nothing. You can offer it again.</Trans>
            </p>
            {withdraw.error && <ErrorNotice error={withdraw.error} />}
            <UnfoldActions close={close}>
              <Button loading={withdraw.isPending} onClick={() => withdraw.mutate(transfer.id)}>
                <Trans>Yes, take it back</Trans>
              </Button>
            </UnfoldActions>
          </>
        )}
      </Unfold>
    </div>
  );
}
