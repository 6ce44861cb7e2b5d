import { Trans, useLingui } from '@lingui/react/macro';
import { NativeSelect, TextInput } from '@mantine/core';
import { useSuspenseQuery } from '@tanstack/react-query';
import { createFileRoute } from '@tanstack/react-router';

import { EmptyState } from '@/components/ui/empty-state';
import { ScanIcon } from '@/components/ui/icons';
import { Page } from '@/components/ui/page';
import { Panel } from '@/components/ui/panel';
import { staffedEventsQuery } from '@/features/check-ins/api/check-ins';
import { DoorCount } from '@/features/check-ins/components/door-count';
import { Scanner } from '@/features/check-ins/components/scanner';
import { TicketSearch } from '@/features/check-ins/components/ticket-search';
import { useScanQueue } from '@/features/check-ins/components/use-scan-queue';
import { useFormat } from '@/lib/i18n/use-format';
import { searchOf, text } from '@/lib/search';
import { useAccount } from '@/lib/session/use-session';

import classes from './check-in.module.css';

export const Route = createFileRoute('/_signed-in/check-in')({
  validateSearch: searchOf({ event: text, gate: text }),
  loader: ({ context: { queryClient } }) => queryClient.ensureQueryData(staffedEventsQuery()),
  component: CheckInPage,
});

function CheckInPage() {
  const { t } = useLingui();
  const { data: staffed } = useSuspenseQuery(staffedEventsQuery());

  return <Page title={t`Check-in`}>{staffed.data.length > 0 ? <Door /> : <NotStaff />}</Page>;
}

function Door() {
  const { t } = useLingui();
  const { venueTime } = useFormat();
  const { event: chosen, gate = '' } = Route.useSearch();
  const navigate = Route.useNavigate();
  const account = useAccount();
  const { data: staffed } = useSuspenseQuery(staffedEventsQuery());
  const choose = (search: { event?: string; gate?: string }) =>
    void navigate({
      search: (before) => ({ ...before, ...search }),
      replace: true,
      resetScroll: false,
    });
  const events = staffed.data.map((event) => {
    const { day, month } = venueTime(event.starts_at, event.time_zone);
    return { value: event.id, label: `${day} ${month} · ${event.title}` };
  });

  return (
    <div className={classes.door}>
      <div className={classes.where}>
        <NativeSelect
          label={t`Event`}
          value={chosen ?? ''}
          onChange={(change) => choose({ event: change.currentTarget.value || undefined })}
          data={[{ value: '', label: t`Choose the event` }, ...events]}
        />
        <TextInput
          label={t`Gate`}
          placeholder={t`Main entrance`}
          value={gate}
          onChange={(change) => choose({ gate: change.currentTarget.value || undefined })}
        />
      </div>
      {chosen && account && (
        <Desk key={chosen} eventId={chosen} gate={gate} accountId={account.id} />
      )}
    </div>
  );
}

interface DeskProps {
  eventId: string;
  gate: string;
  accountId: string;
}

/** What is taken back in the search is told by the scanner too. */
function Desk({ eventId, gate, accountId }: DeskProps) {
  const queue = useScanQueue(accountId);
  return (
    <div className={classes.desk}>
      <Scanner eventId={eventId} gate={gate} queue={queue} />
      <div className={classes.aside}>
        <Panel title={<Trans>Inside</Trans>}>
          <DoorCount eventId={eventId} />
        </Panel>
        <Panel>
          <TicketSearch eventId={eventId} gate={gate} onUndone={queue.takeBack} />
        </Panel>
      </div>
    </div>
  );
}

function NotStaff() {
  const account = useAccount();
  return (
    <EmptyState icon={<ScanIcon size={26} />} title={<Trans>You are not at any door yet</Trans>}>
      <Trans>
        An organizer can add {account?.email} to the staff of an event; it appears here then.
      </Trans>
    </EmptyState>
  );
}
