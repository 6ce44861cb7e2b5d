import { Trans, useLingui } from '@lingui/react/macro';
import { Button } from '@mantine/core';
import { useQuery, useSuspenseQuery } from '@tanstack/react-query';
import { createFileRoute } from '@tanstack/react-router';

import { ErrorNotice } from '@/components/ui/error-notice';
import { LinkButton } from '@/components/ui/links';
import { Outcome } from '@/components/ui/outcome';
import { Page } from '@/components/ui/page';
import { Panel, TearLine } from '@/components/ui/panel';
import { PriceSummary } from '@/components/ui/price-summary';
import { EventSummary } from '@/features/events/components/event-summary';
import { availabilityQuery } from '@/features/holds/api/availability';
import { type Hold, holdQuery, useReleaseHold } from '@/features/holds/api/holds';
import { HoldClock } from '@/features/holds/components/hold-clock';
import { HoldExpired } from '@/features/holds/components/hold-expired';
import { dropHolderDraft } from '@/features/orders/api/holder-draft';
import { usePlaceOrder } from '@/features/orders/api/orders';
import { HolderForm } from '@/features/orders/components/holder-form';
import { useCountdown } from '@/lib/clock/countdown';
import { useAccount } from '@/lib/session/use-session';

import classes from './checkout.module.css';

export const Route = createFileRoute('/_signed-in/checkout/$holdId')({
  loader: ({ context: { queryClient }, params: { holdId } }) =>
    queryClient.ensureQueryData(holdQuery(holdId)),
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
  const left = useCountdown(hold.expires_at);

  if (hold.status === 'converted') return <BecameOrder />;
  if (hold.status !== 'active' || left === 0) {
    return (
      <HoldExpired
        hold={hold}
        onTakenAgain={(taken) =>
          void navigate({ to: '/checkout/$holdId', params: { holdId: taken.id }, replace: true })
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
  const availability = useQuery(availabilityQuery(hold.event_id));
  const nameOf = (typeId: string) =>
    availability.data?.ticket_types.find((type) => type.id === typeId)?.name ?? '';

  const tickets = hold.items.flatMap((item) =>
    Array.from({ length: item.quantity }, () => ({
      ticketTypeId: item.ticket_type_id,
      typeName: nameOf(item.ticket_type_id),
    })),
  );

  function submit(holders: { ticket_type_id: string; name: string }[]) {
    place.mutate(
      { hold_id: hold.id, holders },
      {
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
            name: nameOf(item.ticket_type_id),
            quantity: item.quantity,
            unitPrice: item.unit_price,
          }))}
          price={hold}
        />
      </Panel>
      <HolderForm
        eventId={hold.event_id}
        tickets={tickets}
        buyerName={account?.name ?? ''}
        isFree={hold.total === 0}
        isPlacing={place.isPending}
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
