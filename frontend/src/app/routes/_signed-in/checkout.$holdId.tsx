import { Trans, useLingui } from '@lingui/react/macro';
import { Button } from '@mantine/core';
import { useQuery, useSuspenseQuery } from '@tanstack/react-query';
import { createFileRoute, redirect } from '@tanstack/react-router';

import { ErrorNotice } from '@/components/ui/error-notice';
import { LinkButton } from '@/components/ui/links';
import { Outcome } from '@/components/ui/outcome';
import { Page } from '@/components/ui/page';
import { Panel, TearLine } from '@/components/ui/panel';
import { PriceSummary } from '@/components/ui/price-summary';
import { EventSummary } from '@/features/events/components/event-summary';
import { type Hold, holdQuery, useReleaseHold } from '@/features/holds/api/holds';
import { heldQuoteQuery } from '@/features/holds/api/quotes';
import { DiscountCode } from '@/features/holds/components/discount-code';
import { HoldClock } from '@/features/holds/components/hold-clock';
import { HoldExpired } from '@/features/holds/components/hold-expired';
import { dropHolderDraft } from '@/features/orders/api/holder-draft';
import { findOrder } from '@/features/orders/api/order-of-hold';
import { usePlaceOrder } from '@/features/orders/api/orders';
import { HolderForm } from '@/features/orders/components/holder-form';
import { useCountdown } from '@/lib/clock/countdown';
import { searchOf, text } from '@/lib/search';
import { useAccount } from '@/lib/session/use-session';

import classes from './checkout.module.css';

export const Route = createFileRoute('/_signed-in/checkout/$holdId')({
  // `access`: what opened these tickets, for taking them again; `discount`: what somebody entered to pay less.
  validateSearch: searchOf({ access: text, discount: text }),
  loader: async ({ context: { queryClient }, params: { holdId } }) => {
    // Whoever comes back has an order of it, and what is remembered of the hold is not true any more.
    const orderId = findOrder(holdId);
    if (orderId !== null) {
      throw redirect({ to: '/orders/$orderId/pay', params: { orderId }, replace: true });
    }
    await queryClient.ensureQueryData(holdQuery(holdId));
  },
  component: CheckoutPage,
});

function CheckoutPage() {
  const { t } = useLingui();
  const { holdId } = Route.useParams();
  const { data: hold } = useSuspenseQuery(holdQuery(holdId));

  return (
    <Page title={t`Your tickets`} width="reading">
      <div className={classes.stack}>
        <Checkout key={hold.id} hold={hold} />
      </div>
    </Page>
  );
}

function Checkout({ hold }: { hold: Hold }) {
  const navigate = Route.useNavigate();
  const search = Route.useSearch();
  const left = useCountdown(hold.expires_at);

  if (hold.status === 'converted') return <BecameOrder />;
  if (hold.status !== 'active' || left === 0) {
    return (
      <HoldExpired
        hold={hold}
        accessCode={search.access}
        onTakenAgain={(taken) =>
          void navigate({
            to: '/checkout/$holdId',
            params: { holdId: taken.id },
            search,
            replace: true,
          })
        }
      />
    );
  }
  return <ActiveHold hold={hold} />;
}

function ActiveHold({ hold }: { hold: Hold }) {
  const navigate = Route.useNavigate();
  const account = useAccount();
  const place = usePlaceOrder();
  const { discount } = Route.useSearch();
  const quote = useQuery({
    ...heldQuoteQuery(hold.id, discount ?? ''),
    enabled: Boolean(discount),
  });
  const price = quote.isSuccess ? quote.data : hold;

  const tickets = hold.items.flatMap((item) =>
    Array.from({ length: item.quantity }, () => ({
      ticketTypeId: item.ticket_type_id,
      typeName: item.ticket_type_name,
    })),
  );

  function submit(holders: { ticket_type_id: string; name: string }[]) {
    place.mutate(
      {
        hold_id: hold.id,
        holders,
        discount_code: quote.isSuccess ? quote.data.discount_code : undefined,
      },
      {
        // Somebody else may have had the last use of the code.
        onError: () => void (discount && quote.refetch()),
        onSuccess: (order) => {
          dropHolderDraft(hold.event_id);
          const to = order.status === 'paid' ? '/orders/$orderId' : '/orders/$orderId/pay';
          void navigate({ to, params: { orderId: order.id }, replace: true });
        },
      },
    );
  }

  return (
    <>
      <HoldClock hold={hold} />
      <Panel>
        <EventSummary eventId={hold.event_id} />
        <TearLine />
        <PriceSummary
          lines={hold.items.map((item) => ({
            id: item.ticket_type_id,
            name: item.ticket_type_name,
            quantity: item.quantity,
            unitPrice: item.unit_price,
          }))}
          price={price}
        />
        <DiscountCode
          code={discount}
          quote={quote}
          onCode={(code) =>
            void navigate({
              search: (now) => ({ ...now, discount: code }),
              replace: true,
              resetScroll: false,
            })
          }
        />
      </Panel>
      <HolderForm
        eventId={hold.event_id}
        tickets={tickets}
        buyerName={account?.name ?? ''}
        isFree={price.total === 0}
        isPlacing={place.isPending || quote.isLoading}
        error={place.error}
        onSubmit={submit}
      />
      <GiveBack hold={hold} />
    </>
  );
}

function GiveBack({ hold }: { hold: Hold }) {
  const navigate = Route.useNavigate();
  const release = useReleaseHold(hold.id);
  return (
    <>
      {release.error && <ErrorNotice error={release.error} />}
      <div className={classes.quiet}>
        <Button
          variant="subtle"
          color="gray"
          loading={release.isPending}
          onClick={() =>
            release.mutate(undefined, {
              onSuccess: () =>
                void navigate({ to: '/events/$eventId', params: { eventId: hold.event_id } }),
            })
          }
        >
          <Trans>Give these tickets back</Trans>
        </Button>
      </div>
    </>
  );
}

function BecameOrder() {
  return (
    <Outcome
      tone="info"
      title={<Trans>This is an order already</Trans>}
      actions={
        <LinkButton to="/orders">
          <Trans>Go to my orders</Trans>
        </LinkButton>
      }
    >
      <p>
        <Trans>You have ordered these tickets. Go on from there.</Trans>
      </p>
    </Outcome>
  );
}
