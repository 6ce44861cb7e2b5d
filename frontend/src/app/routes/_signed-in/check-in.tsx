import { Trans, useLingui } from '@lingui/react/macro';
import { NativeSelect, TextInput } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { createFileRoute } from '@tanstack/react-router';
import * as z from 'zod/mini';

import { ErrorNotice } from '@/components/ui/error-notice';
import { Notice } from '@/components/ui/notice';
import { Page } from '@/components/ui/page';
import { Scanner } from '@/features/check-ins/components/scanner';
import { eventsQuery } from '@/features/events/api/events';
import { useAccount } from '@/lib/session/use-session';

import classes from './check-in.module.css';

const text = z.catch(z.optional(z.string()), undefined);

export const Route = createFileRoute('/_signed-in/check-in')({
  validateSearch: z.object({ event: text, gate: text }),
  component: CheckInPage,
});

function CheckInPage() {
  const { t } = useLingui();
  const account = useAccount();
  const mayCheckIn = account?.roles.some((role) => role === 'Operator' || role === 'Admin');

  return (
    <Page title={t`Check-in`} width="reading">
      {mayCheckIn ? (
        <Door />
      ) : (
        <Notice tone="warn" title={<Trans>This page is for the people at the door</Trans>}>
          <Trans>
            Ask the organizer to add {account?.email} to the staff of the event, then log in again.
          </Trans>
        </Notice>
      )}
    </Page>
  );
}

function Door() {
  const { t } = useLingui();
  const { event: chosen, gate = '' } = Route.useSearch();
  const navigate = Route.useNavigate();
  const events = useInfiniteQuery(eventsQuery({}));

  if (events.isError) {
    return <ErrorNotice error={events.error} retry={() => void events.refetch()} />;
  }
  const all = events.data?.pages.flatMap((page) => page.data) ?? [];
  const choose = (search: { event?: string; gate?: string }) =>
    void navigate({
      search: (before) => ({ ...before, ...search }),
      replace: true,
      resetScroll: false,
    });

  return (
    <div className={classes.door}>
      <div className={classes.where}>
        <NativeSelect
          label={t`Event`}
          value={chosen ?? ''}
          onChange={(change) => choose({ event: change.currentTarget.value || undefined })}
          data={[
            { value: '', label: t`Choose the event` },
            ...all.map(({ id, title }) => ({ value: id, label: title })),
          ]}
        />
        <TextInput
          label={t`Gate`}
          placeholder={t`Main entrance`}
          value={gate}
          onChange={(change) => choose({ gate: change.currentTarget.value || undefined })}
        />
      </div>
      {chosen && <Scanner key={chosen} eventId={chosen} gate={gate} />}
    </div>
  );
}
