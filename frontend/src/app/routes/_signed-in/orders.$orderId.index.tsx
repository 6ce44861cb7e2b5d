import { useLingui } from '@lingui/react/macro';
import { useQuery, useSuspenseQuery } from '@tanstack/react-query';
import { createFileRoute } from '@tanstack/react-router';
import * as z from 'zod/mini';

import { ErrorNotice } from '@/components/ui/error-notice';
import { Page } from '@/components/ui/page';
import { Panel, TearLine } from '@/components/ui/panel';
import { PriceSummary } from '@/components/ui/price-summary';
import { EventLine } from '@/features/events/components/event-line';
import { orderQuery } from '@/features/orders/api/orders';
import { OrderOutcome } from '@/features/orders/components/order-outcome';

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
        <Panel>
          <EventLine eventId={order.event_id} />
          <TearLine />
          <PriceSummary
            lines={order.lines.map((line) => ({
              id: line.ticket_type_id,
              name: line.name,
              quantity: line.quantity,
              unitPrice: line.unit_price,
            }))}
            total={order.total}
            currency={order.currency}
          />
        </Panel>
      </div>
    </Page>
  );
}
