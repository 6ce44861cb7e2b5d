import { useLingui } from '@lingui/react/macro';
import { useInfiniteQuery, useQuery, useSuspenseQuery } from '@tanstack/react-query';
import { createFileRoute, redirect } from '@tanstack/react-router';

import { ErrorNotice } from '@/components/ui/error-notice';
import { NewDate } from '@/components/ui/new-date';
import { Page } from '@/components/ui/page';
import { saleRulesQuery } from '@/features/events/api/sale-rules';
import { type Event, eventQuery } from '@/features/events/api/events';
import { EventSummary } from '@/features/events/components/event-summary';
import { timelineQuery } from '@/features/orders/api/event-orders';
import { type LateMoney, lateMoney, mayHaveLateMoney } from '@/features/orders/api/late-money';
import { isGivenBack, type Order, orderQuery } from '@/features/orders/api/orders';
import { type GivenAway, OrderOutcome } from '@/features/orders/components/order-outcome';
import { OrderSummary } from '@/features/orders/components/order-summary';
import type { Postponement } from '@/features/orders/components/postponed-outcome';
import { SaveReceipt } from '@/features/orders/components/save-receipt';
import { isUnpaid, paymentLookQuery } from '@/features/payments/api/payments';
import { refusedByPolicy } from '@/features/refunds/api/policy';
import { type MoneyBack, moneyBack } from '@/features/refunds/api/money-back';
import { refundsOfOrderQuery } from '@/features/refunds/api/refunds';
import { GiveBack } from '@/features/refunds/components/give-back';
import { ticketsQuery } from '@/features/tickets/api/tickets';
import { refusedByPolicy as transferRefused } from '@/features/transfers/api/policy';
import { givenAwayOfOrderQuery } from '@/features/transfers/api/transfers';
import { useCountdown } from '@/lib/clock/countdown';
import { serverClock } from '@/lib/clock/server-clock';
import { oneOf, searchOf } from '@/lib/search';

import classes from './checkout.module.css';

const LOOK_AGAIN_MS = 3_000;

// "submitted": the buyer comes from the payment, by our own step or back from their bank.
const validateSearch = searchOf({ payment: oneOf('submitted') });

export const Route = createFileRoute('/_signed-in/orders/$orderId/')({
  validateSearch,
  beforeLoad: ({ location, params, search }) => {
    // The bank's way back carries the payment's secret: out of the address and the history with it.
    if (location.searchStr.includes('payment_intent')) {
      throw redirect({ to: '/orders/$orderId', params, search, replace: true });
    }
  },
  loader: ({ context: { queryClient }, params: { orderId } }) =>
    queryClient.ensureQueryData(orderQuery(orderId)),
  component: OrderPage,
});

function OrderPage() {
  const { t } = useLingui();
  const { orderId } = Route.useParams();
  const { data: order } = useSuspenseQuery(orderQuery(orderId));
  const payment = useSubmittedPayment(order);
  const isTimeUp = useCountdown(order.expires_at) === 0;
  const back = useMoneyBack(order);
  const late = useLateMoney(order);
  const wasUnderReview = useWasUnderReview(order);
  const givenAway = useGivenAway(order);
  const event = useQuery(eventQuery(order.event_id));
  const postponed = usePostponement(event.data);
  const { error, refetch, isFetching } = useQuery(
    orderQuery(orderId, { watch: payment === 'checking' || isTimeUp }),
  );

  return (
    <Page title={t`Order ${order.number}`} width="reading">
      <div className={classes.stack}>
        <OrderOutcome
          order={order}
          payment={payment}
          back={back}
          isEventCanceled={event.data?.status === 'canceled'}
          late={late}
          wasUnderReview={wasUnderReview}
          givenAway={givenAway}
          postponed={postponed}
          reason={event.data?.status_reason ?? null}
        />
        {error && (
          <ErrorNotice error={error} retry={() => void refetch()} isRetrying={isFetching} />
        )}
        <OrderSummary order={order} event={<EventSummary eventId={order.event_id} />} />
        {isPaid(order) && (
          <>
            <SaveReceipt order={order} />
            <GiveBackTickets order={order} />
          </>
        )}
      </div>
    </Page>
  );
}

function isPaid({ status }: Order): boolean {
  return status === 'paid' || status === 'partially_refunded';
}

/** Shown once all is known; nobody comes here for it first. */
function GiveBackTickets({ order }: { order: Order }) {
  const rules = useQuery(saleRulesQuery(order.event_id));
  const refunds = useQuery(refundsOfOrderQuery(order.id));
  const tickets = useInfiniteQuery(ticketsQuery({ order_id: order.id }));
  if (!rules.data || !refunds.data || !tickets.data) return null;
  const valid = tickets.data.pages
    .flatMap((page) => page.data)
    .filter(({ status }) => status === 'valid');
  return (
    <GiveBack
      orderId={order.id}
      policy={rules.data}
      refunds={refunds.data}
      tickets={valid.map((ticket) => ({
        id: ticket.id,
        holderName: ticket.holder_name,
        typeName: ticket.ticket_type_name,
      }))}
    />
  );
}

/** What a postponement of the event means; null while it is not postponed. */
function usePostponement(event: Event | undefined): Postponement | null {
  const isPostponed = event?.status === 'postponed';
  const rules = useQuery({ ...saleRulesQuery(event?.id ?? ''), enabled: isPostponed });
  if (!isPostponed) return null;
  const now = serverClock.now();
  const canGiveBack = rules.data && refusedByPolicy(rules.data, now) === null;
  const canPassOn = rules.data && transferRefused(rules.data, now) === null;
  return {
    newDate: <NewDate event={event} timeZone={event.venue.time_zone} />,
    wayOut: canGiveBack ? 'give_back' : canPassOn ? 'pass_on' : null,
  };
}

/** What of a paid order's money goes back; null while that is not known. */
function useMoneyBack(order: Order): MoneyBack | null {
  const refunds = useQuery({ ...refundsOfOrderQuery(order.id), enabled: isGivenBack(order) });
  return refunds.data ? moneyBack(refunds.data) : null;
}

/** Money that came after the order's end; null while that is not known. */
function useLateMoney(order: Order): LateMoney | null {
  const life = useQuery({
    ...timelineQuery(order.id),
    enabled: mayHaveLateMoney(order),
    refetchInterval: ({ state }) =>
      state.data && lateMoney(state.data.entries)?.isSent === false ? LOOK_AGAIN_MS : false,
  });
  return life.data && mayHaveLateMoney(order) ? lateMoney(life.data.entries) : null;
}

/** Whether people closed an order because its payment did not fit. */
function useWasUnderReview(order: Order): boolean {
  const life = useQuery({ ...timelineQuery(order.id), enabled: order.status === 'canceled' });
  return life.data?.entries.some(({ what }) => what === 'under_review') ?? false;
}

/** What of an order's tickets has gone to others; nothing while that is not known. */
function useGivenAway(order: Order): GivenAway {
  const given = useQuery({ ...givenAwayOfOrderQuery(order.id), enabled: isPaid(order) });
  const tickets = useInfiniteQuery({
    ...ticketsQuery({ order_id: order.id }),
    enabled: isPaid(order),
  });
  if (!given.data || !tickets.data) return { count: 0, isAll: false };
  const own = tickets.data.pages.flatMap((page) => page.data);
  // What has come back is one's own again.
  const gone = new Set(given.data.map(({ ticket_id }) => ticket_id));
  own.forEach(({ id }) => gone.delete(id));
  const isAll = gone.size > 0 && !own.some(({ status }) => status === 'valid');
  return { count: gone.size, isAll };
}

/** What is known of the payment that the buyer says they have made. */
function useSubmittedPayment(order: Order): 'checking' | 'refused' | null {
  const isSubmitted = Route.useSearch().payment === 'submitted';
  const look = useQuery({
    ...paymentLookQuery(order.id),
    enabled: isSubmitted && order.status === 'pending',
  });
  if (!isSubmitted) return null;
  return look.data && isUnpaid(look.data.status) ? 'refused' : 'checking';
}
