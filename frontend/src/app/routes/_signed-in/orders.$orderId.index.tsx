import { useLingui } from '@lingui/react/macro';
import { useQuery, useSuspenseQuery } from '@tanstack/react-query';
import { createFileRoute } from '@tanstack/react-router';
import * as z from 'zod/mini';

import { ErrorNotice } from '@/components/ui/error-notice';
import { Page } from '@/components/ui/page';
import { EventSummary } from '@/features/events/components/event-summary';
import { orderQuery } from '@/features/orders/api/orders';
import { OrderOutcome } from '@/features/orders/components/order-outcome';
import { OrderSummary } from '@/features/orders/components/order-summary';

import classes from './checkout.module.css';

export const Route = createFileRoute('/_signed-in/orders/$orderId/')({
  // "submitted": the buyer comes from the payment, by our own step or back from their bank.
  validateSearch: z.object({ payment: z.catch(z.optional(z.literal('submitted')), undefined) }),
  loader: ({ context: { queryClient }, params: { orderId } }) =>
    queryClient.ensureQueryData(orderQuery(orderId)),
  component: OrderPage,
});

function OrderPage() {
  const { t } = useLingui();
  const { orderId } = Route.useParams();
  const isPaymentSubmitted = Route.useSearch().payment === 'submitted';
  const { data: order } = useSuspenseQuery(orderQuery(orderId));
  const { error, refetch, isFetching } = useQuery(
    orderQuery(orderId, { watch: isPaymentSubmitted }),
  );

  return (
    <Page title={t`Order ${order.number}`} width="reading">
      <div className={classes.stack}>
        <OrderOutcome order={order} isPaymentSubmitted={isPaymentSubmitted} />
        {error && (
          <ErrorNotice error={error} retry={() => void refetch()} isRetrying={isFetching} />
        )}
        <OrderSummary order={order} event={<EventSummary eventId={order.event_id} />} />
      </div>
    </Page>
  );
}
