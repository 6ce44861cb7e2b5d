import { Plural, Trans } from '@lingui/react/macro';
import { Button } from '@mantine/core';
import type { ReactNode } from 'react';

import { Countdown } from '@/components/ui/countdown';
import { ErrorNotice } from '@/components/ui/error-notice';
import { LinkButton } from '@/components/ui/links';
import { Outcome } from '@/components/ui/outcome';
import { Unfold, UnfoldActions } from '@/components/ui/unfold';

import { useAcceptWaitlistOffer, useLeaveWaitlist, type WaitlistEntry } from '../api/waitlist';

const WARN_BELOW_S = 5 * 60;

interface WaitlistStateProps {
  entry: WaitlistEntry;
  /** The offer is a hold now, which is ordered like any other. */
  onAccepted: (holdId: string) => void;
}

/** Where somebody stands in the line, and what they can do. */
export function WaitlistState({ entry, onAccepted }: WaitlistStateProps) {
  switch (entry.status) {
    case 'waiting':
      return <Waiting entry={entry} />;
    case 'offered':
      return <Offered entry={entry} onAccepted={onAccepted} />;
    case 'accepted':
      return <Accepted entry={entry} />;
    case 'ended':
      return <Ended entry={entry} />;
  }
}

function Waiting({ entry }: { entry: WaitlistEntry }) {
  return (
    <Outcome
      tone="info"
      title={
        entry.place === 1 ? (
          <Trans>You are next in line</Trans>
        ) : (
          <Trans>You are number {entry.place} in line</Trans>
        )
      }
      actions={<Leave entryId={entry.id} />}
    >
      <p>
        <Trans>
          When tickets come back we hold them for you and write you an e-mail. Nobody can say when
          that is, or whether.
        </Trans>
      </p>
    </Outcome>
  );
}

function Offered({ entry, onAccepted }: WaitlistStateProps) {
  const accept = useAcceptWaitlistOffer();

  function take() {
    accept
      .mutateAsync(entry.id)
      .then((hold) => onAccepted(hold.id))
      .catch(() => undefined);
  }

  return (
    <Outcome
      tone="good"
      title={
        <Plural
          value={entry.quantity}
          one="# ticket is there for you"
          other="# tickets are there for you"
        />
      }
      actions={
        <>
          <Button size="lg" loading={accept.isPending} onClick={take}>
            <Trans>Take them</Trans>
          </Button>
          <Leave entryId={entry.id} />
        </>
      }
    >
      {entry.offered_until && (
        <p>
          <Trans>
            They are held for you for another{' '}
            <Countdown until={entry.offered_until} warnBelow={WARN_BELOW_S} />. After that they go
            to whoever is next.
          </Trans>
        </p>
      )}
      {accept.error && <ErrorNotice error={accept.error} />}
    </Outcome>
  );
}

function Accepted({ entry }: { entry: WaitlistEntry }) {
  return (
    <Outcome
      tone="good"
      title={<Trans>You have taken these tickets</Trans>}
      actions={
        entry.hold_id && (
          <LinkButton to="/checkout/$holdId" params={{ holdId: entry.hold_id }}>
            <Trans>Go on to the order</Trans>
          </LinkButton>
        )
      }
    >
      <p>
        <Trans>If you have ordered them already, they are among your orders.</Trans>
      </p>
    </Outcome>
  );
}

function Ended({ entry }: { entry: WaitlistEntry }) {
  return (
    <Outcome
      tone="warn"
      title={<Trans>You do not wait for these tickets any more</Trans>}
      actions={
        <LinkButton to="/events/$eventId" params={{ eventId: entry.event.id }} variant="default">
          <Trans>Show the event</Trans>
        </LinkButton>
      }
    >
      <p>{entry.ended_because && <Why because={entry.ended_because} />}</p>
    </Outcome>
  );
}

function Why({ because }: { because: NonNullable<WaitlistEntry['ended_because']> }): ReactNode {
  switch (because) {
    case 'left':
      return <Trans>You have left the line.</Trans>;
    case 'offer_passed':
      return <Trans>Tickets were held for you, and the time to take them is over.</Trans>;
    case 'event_canceled':
      return <Trans>The event is canceled.</Trans>;
    case 'sale_ended':
      return <Trans>These tickets are not on sale any more, and none came back in time.</Trans>;
    case 'limit_reached':
      return <Trans>You have as many of these tickets as one person may have.</Trans>;
    case 'more_than_there_are':
      return <Trans>There are fewer tickets now than you wanted.</Trans>;
    case 'account_closed':
      return <Trans>The account was closed.</Trans>;
  }
}

function Leave({ entryId }: { entryId: string }) {
  const leave = useLeaveWaitlist();
  return (
    <Unfold label={<Trans>Leave the line</Trans>} title={<Trans>Leave the line?</Trans>}>
      {(close) => (
        <>
          <p>
            <Trans>Your place goes to whoever is behind you. You can join again, at the end.</Trans>
          </p>
          {leave.error && <ErrorNotice error={leave.error} />}
          <UnfoldActions close={close}>
            <Button loading={leave.isPending} onClick={() => leave.mutate(entryId)}>
              <Trans>Yes, leave</Trans>
            </Button>
          </UnfoldActions>
        </>
      )}
    </Unfold>
  );
}
