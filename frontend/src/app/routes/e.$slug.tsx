import { useLingui } from '@lingui/react/macro';
import { useSuspenseQuery } from '@tanstack/react-query';
import { createFileRoute } from '@tanstack/react-router';
import { lazy, Suspense } from 'react';

import { Page } from '@/components/ui/page';
import { Poster } from '@/components/ui/poster';
import { type Event, eventBySlugQuery } from '@/features/events/api/events';
import { EventAbout } from '@/features/events/components/event-about';
import { EventFacts } from '@/features/events/components/event-facts';
import { availabilityQuery } from '@/features/holds/api/availability';
import type { GivenCodes } from '@/features/holds/api/entered-code';
import { useTakeHold } from '@/features/holds/api/holds';
import { formatSelection, parseSelection, type Selection } from '@/features/holds/api/selection';
import { TicketPicker } from '@/features/holds/components/ticket-picker';
import { useJoinWaitlist } from '@/features/waitlist/api/waitlist';
import { session } from '@/lib/api/client';
import { searchOf, text } from '@/lib/search';

import classes from './event.module.css';

// Of what is sold out; everybody loads the page.
const JoinWaitlist = lazy(() => import('@/features/waitlist/components/join-waitlist'));

export const Route = createFileRoute('/e/$slug')({
  validateSearch: searchOf({ tickets: text, code: text }),
  loader: async ({ context: { queryClient }, params: { slug } }) => {
    const { id } = await queryClient.ensureQueryData(eventBySlugQuery(slug));
    void queryClient.prefetchQuery(availabilityQuery(id));
  },
  component: EventPage,
});

function EventPage() {
  const { slug } = Route.useParams();
  const { data: event } = useSuspenseQuery(eventBySlugQuery(slug));

  return (
    <Page title={event.title} lead={event.summary}>
      <div className="sight-columns">
        <div className="sight-picture">
          <Poster
            seed={event.id}
            src={event.image_url}
            sizes="(min-width: 62em) 40rem, 92vw"
            isFirst
          />
        </div>
        <div className={classes.side}>
          <EventFacts event={event} />
          <BuyTickets event={event} />
        </div>
        <EventAbout event={event} />
      </div>
    </Page>
  );
}

function BuyTickets({ event }: { event: Event }) {
  const { tickets, code } = Route.useSearch();
  const navigate = Route.useNavigate();
  const { t } = useLingui();
  const takeHold = useTakeHold();
  const joinWaitlist = useJoinWaitlist();
  const selection = parseSelection(tickets);

  function select(selected: Selection) {
    takeHold.reset();
    void navigate({
      search: (now) => ({ ...now, tickets: formatSelection(selected) }),
      replace: true,
      resetScroll: false,
    });
  }

  function enter(entered: string | undefined) {
    takeHold.reset();
    void navigate({
      search: (now) => ({ ...now, code: entered }),
      replace: true,
      resetScroll: false,
    });
  }

  /** The choice is in the address, so that it is still made after logging in. */
  const logIn = () =>
    navigate({ to: '/login', search: { to: window.location.pathname + window.location.search } });

  async function join(ticketTypeId: string, quantity: number) {
    const state = await session.settle();
    if (state.status !== 'signed_in') return logIn();
    const entry = await joinWaitlist.mutateAsync({ ticket_type_id: ticketTypeId, quantity });
    return navigate({ to: '/waitlist/$entryId', params: { entryId: entry.id } });
  }

  async function buy(selected: Selection, { access_code, discount_code }: GivenCodes) {
    const state = await session.settle();
    if (state.status !== 'signed_in') return logIn();
    const items = Object.entries(selected)
      .filter(([, quantity]) => quantity > 0)
      .map(([ticket_type_id, quantity]) => ({ ticket_type_id, quantity }));
    const hold = await takeHold.mutateAsync({ event_id: event.id, items, access_code });
    return navigate({
      to: '/checkout/$holdId',
      params: { holdId: hold.id },
      search: { access: access_code, discount: discount_code },
    });
  }

  return (
    <div aria-label={t`Buy tickets`} role="region">
      <TicketPicker
        eventId={event.id}
        describe={(id) => event.ticket_types.find((type) => type.id === id)?.description ?? ''}
        plans={event}
        selection={selection}
        onSelect={select}
        onBuy={(selected, codes) => void buy(selected, codes).catch(() => undefined)}
        code={code}
        onCode={enter}
        onLogIn={() => void logIn()}
        isBuying={takeHold.isPending}
        error={takeHold.error}
        waitlistFor={(type) => (
          <Suspense fallback={null}>
            <JoinWaitlist
              ticketTypeName={type.name}
              mostPerOrder={type.max_per_order}
              isJoining={joinWaitlist.isPending}
              error={joinWaitlist.error}
              onJoin={(quantity) => void join(type.id, quantity).catch(() => undefined)}
            />
          </Suspense>
        )}
      />
    </div>
  );
}
