import { Trans, useLingui } from '@lingui/react/macro';
import { Button } from '@mantine/core';

import { type Copies, errorCopy } from '@/lib/api/error-copy';
import { ApiError } from '@/lib/api/problem';

import { Notice } from './notice';
import classes from './error-notice.module.css';

interface ErrorNoticeProps {
  error: unknown;
  /** What this place says of problems that only it meets. */
  copies?: Copies;
  title?: string;
  retry?: () => void;
  isRetrying?: boolean;
}

/** An error in words, with what to do next and the number to quote. */
export function ErrorNotice({ error, copies, title, retry, isRetrying = false }: ErrorNoticeProps) {
  const { i18n } = useLingui();
  const copy = errorCopy(error, copies);
  const requestId = error instanceof ApiError ? error.requestId : null;

  return (
    <Notice
      tone="bad"
      urgent
      title={title}
      actions={
        retry && (
          <Button variant="default" onClick={retry} loading={isRetrying}>
            <Trans>Try again</Trans>
          </Button>
        )
      }
    >
      {typeof copy === 'string' ? copy : i18n._(copy)}
      {requestId && (
        <span className={classes.request}>
          <Trans>
            Request <code>{requestId}</code>
          </Trans>
        </span>
      )}
    </Notice>
  );
}
