import { Plural, Trans, useLingui } from '@lingui/react/macro';
import { Button } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';

import { EmptyState } from '@/components/ui/empty-state';
import { ErrorNotice } from '@/components/ui/error-notice';
import { CheckIcon } from '@/components/ui/icons';
import { Listing } from '@/components/ui/listing';
import { Notice } from '@/components/ui/notice';
import { RecordRow, RecordTable } from '@/components/ui/record-table';
import { Unfold, UnfoldActions } from '@/components/ui/unfold';
import { useFormat } from '@/lib/i18n/use-format';

import {
  type AdminNotification,
  deadNotificationsQuery,
  useDecide,
  useRetryAll,
} from '../api/admin-notifications';
import { templateCopy } from '../api/templates';
import classes from './dead-letters.module.css';

/** What could not be sent to people after every attempt, until somebody decides about it. */
export function DeadLetters() {
  const { t } = useLingui();
  const list = useInfiniteQuery(deadNotificationsQuery());
  const retryAll = useRetryAll();

  return (
    <div className={classes.letters}>
      {retryAll.error && <ErrorNotice error={retryAll.error} />}
      {retryAll.isSuccess && (
        <Notice tone="good" title={<Trans>On their way again</Trans>}>
          <Plural
            value={retryAll.data}
            one="# message is being sent. If it fails again, it comes back here."
            other="# messages are being sent. Those that fail again come back here."
          />
        </Notice>
      )}
      <Listing
        list={list}
        empty={
          <EmptyState
            icon={<CheckIcon size={26} />}
            title={<Trans>Every message has been sent</Trans>}
          >
            <Trans>
              A message that its mail server or provider refuses for good is shown here, with the
              reason.
            </Trans>
          </EmptyState>
        }
      >
        {(notifications) => (
          <>
            <Unfold
              label={<Trans>Send all again</Trans>}
              title={<Trans>Send every failed message again?</Trans>}
            >
              {(close) => (
                <>
                  <p>
                    <Trans>
                      Do this when the cause is mended, such as a mail server that was down.
                    </Trans>
                  </p>
                  <UnfoldActions close={close}>
                    <Button
                      loading={retryAll.isPending}
                      onClick={() => retryAll.mutate(undefined, { onSettled: close })}
                    >
                      <Trans>Send all again</Trans>
                    </Button>
                  </UnfoldActions>
                </>
              )}
            </Unfold>
            <RecordTable
              label={t`Failed messages`}
              headings={[
                <Trans>Message</Trans>,
                <Trans>To</Trans>,
                <Trans>Why it failed</Trans>,
                <Trans>What to do</Trans>,
              ]}
            >
              {notifications.map((notification) => (
                <LetterRow key={notification.id} letter={notification} />
              ))}
            </RecordTable>
          </>
        )}
      </Listing>
    </div>
  );
}

function LetterRow({ letter }: { letter: AdminNotification }) {
  const { t, i18n } = useLingui();
  const { localDateTime } = useFormat();
  const decide = useDecide();
  const name = templateCopy(letter.template);
  const to = letter.recipient?.email ?? letter.address ?? t`An account that is gone`;
  const channel = { email: t`E-mail`, sms: t`SMS`, in_app: t`In the application` }[letter.channel];
  return (
    <RecordRow
      title={
        <>
          {typeof name === 'string' ? name : i18n._(name)}
          <small>
            {channel} · {localDateTime(letter.created_at)}
          </small>
        </>
      }
      cells={[
        <>
          {letter.recipient?.name}
          <small>{to}</small>
        </>,
        <>
          {letter.last_error}
          <small>
            <Plural value={letter.attempts} one="# attempt" other="# attempts" />
          </small>
        </>,
        <div className={classes.actions}>
          <Button
            variant="default"
            loading={decide.isPending && decide.variables.action === 'retry'}
            onClick={() => decide.mutate({ notificationId: letter.id, action: 'retry' })}
          >
            <Trans>Send again</Trans>
          </Button>
          <Button
            variant="subtle"
            color="gray"
            loading={decide.isPending && decide.variables.action === 'discard'}
            onClick={() => decide.mutate({ notificationId: letter.id, action: 'discard' })}
          >
            <Trans>Discard</Trans>
          </Button>
          {decide.error && <ErrorNotice error={decide.error} />}
        </div>,
      ]}
    />
  );
}
