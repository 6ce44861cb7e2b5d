import { Trans, useLingui } from '@lingui/react/macro';
import { Button } from '@mantine/core';
import { useQuery, useSuspenseQuery } from '@tanstack/react-query';
import { createFileRoute, Navigate, redirect } from '@tanstack/react-router';

import { Countdown } from '@/components/ui/countdown';
import { ErrorNotice } from '@/components/ui/error-notice';
import { LinkButton } from '@/components/ui/links';
import { Notice } from '@/components/ui/notice';
import { Page } from '@/components/ui/page';
import { EventSummary } from '@/features/events/components/event-summary';
import { type Order, orderQuery, useCancelOrder } from '@/features/orders/api/orders';
import { OrderSummary } from '@/features/orders/components/order-summary';
import { Pay } from '@/features/payments/components/pay';
import { useCountdown } from '@/lib/clock/countdown';

import classes from './checkout.module.css';

export const Route = createFileRoute('/_signed-in/orders/$orderId/pay')({
  loader: async ({ context: { queryClient }, params: { orderId } }) => {
    // Whoever comes back may have paid since: what is remembered does not count.
    const order = await queryClient.fetchQuery({ ...orderQuery(orderId), staleTime: 0 });
    // Only what waits for money can be paid; everything else is told on the order's own page.
    if (order.status !== 'pending') {
      throw redirect({ to: '/orders/$orderId', params: { orderId }, replace: true });
    }
  },
  component: PayPage,
});

function PayPage() {
  const { t } = useLingui();
  const { orderId } = Route.useParams();
  const navigate = Route.useNavigate();
  const { data: order } = useSuspenseQuery(orderQuery(orderId));
  const cancel = useCancelOrder();
  const toOrder = (search: { payment?: 'submitted' }) =>
    void navigate({ to: '/orders/$orderId', params: { orderId }, search, replace: true });

  // Paid in another tab, or the browser shows a page that it has kept: then there is nothing to pay here.
  useQuery({ ...orderQuery(orderId), refetchOnWindowFocus: 'always' });
  if (order.status !== 'pending') {
    return <Navigate to="/orders/$orderId" params={{ orderId }} replace />;
  }

  return (
    <Page title={t`Pay for your tickets`} width="reading">
      <div className={classes.stack}>
        <TimeToPay order={order} />
        <OrderSummary order={order} event={<EventSummary eventId={order.event_id} />} />
        <Pay
          orderId={orderId}
          until={order.expires_at}
          onSubmitted={() => toOrder({ payment: 'submitted' })}
          onNotPending={() => toOrder({})}
        />
        {cancel.error && <ErrorNotice error={cancel.error} />}
        <div className={classes.quiet}>
          <Button
            variant="subtle"
            color="gray"
            loading={cancel.isPending}
            onClick={() => cancel.mutate(orderId, { onSuccess: () => toOrder({}) })}
          >
            <Trans>Cancel the order</Trans>
          </Button>
        </div>
      </div>
    </Page>
  );
}

function TimeToPay({ order }: { order: Order }) {
  const left = useCountdown(order.expires_at);
  if (left > 0) {
    return (
      <Notice tone="info">
        <Trans>
          Your tickets are kept for another <Countdown until={order.expires_at} />.
        </Trans>
      </Notice>
    );
  }
  return (
    <Notice
      tone="warn"
      urgent
      title={<Trans>The time to pay is over</Trans>}
      actions={
        <LinkButton to="/orders/$orderId" params={{ orderId: order.id }} variant="default">
          <Trans>See how the order stands</Trans>
        </LinkButton>
      }
    >
      <Trans>If you have just paid, do not pay again: we are checking it.</Trans>
    </Notice>
  );
}
