import { Trans, useLingui } from '@lingui/react/macro';
import { Button, Skeleton } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';

import { ErrorNotice } from '@/components/ui/error-notice';
import { Tag } from '@/components/ui/tag';
import { useFormat } from '@/lib/i18n/use-format';

import { deviceOf } from '../api/devices';
import { sessionsQuery, type SignedInSession, useRevokeSession } from '../api/sessions';
import classes from './session-list.module.css';

/** Where this account is signed in, and the way to end that. */
export function SessionList() {
  const { t } = useLingui();
  const list = useInfiniteQuery(sessionsQuery());
  const revoke = useRevokeSession();

  if (list.isPending) return <Skeleton height={140} radius="md" />;
  if (list.isError) {
    return (
      <ErrorNotice
        error={list.error}
        retry={() => void list.refetch()}
        isRetrying={list.isFetching}
      />
    );
  }
  const sessions = list.data.pages.flatMap((page) => page.data);
  return (
    <>
      <ul className={classes.sessions} aria-label={t`Where you are signed in`}>
        {sessions.map((session) => (
          <SessionLine
            key={session.id}
            session={session}
            isEnding={revoke.isPending && revoke.variables === session.id}
            end={() => revoke.mutate(session.id)}
          />
        ))}
      </ul>
      {revoke.error && <ErrorNotice error={revoke.error} />}
      {list.hasNextPage && (
        <Button
          variant="default"
          onClick={() => void list.fetchNextPage()}
          loading={list.isFetchingNextPage}
        >
          <Trans>Show more</Trans>
        </Button>
      )}
    </>
  );
}

interface SessionLineProps {
  session: SignedInSession;
  isEnding: boolean;
  end: () => void;
}

function SessionLine({ session, isEnding, end }: SessionLineProps) {
  const { t } = useLingui();
  const { localDateTime } = useFormat();
  const { browser, system } = deviceOf(session.user_agent);
  const device =
    browser && system ? t`${browser} on ${system}` : (browser ?? system ?? t`Another program`);
  return (
    <li className={classes.session}>
      <div className={classes.facts}>
        <strong>{device}</strong>
        <span>
          <Trans>
            {session.address}, last used {localDateTime(session.last_used_at)}
          </Trans>
        </span>
      </div>
      {session.is_current ? (
        <Tag tone="good">
          <Trans>This device</Trans>
        </Tag>
      ) : (
        <Button
          variant="default"
          loading={isEnding}
          onClick={end}
          aria-label={t`Sign out ${device}`}
        >
          <Trans>Sign out</Trans>
        </Button>
      )}
    </li>
  );
}
