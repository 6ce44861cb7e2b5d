import { Trans, useLingui } from '@lingui/react/macro';
import { useQuery, useSuspenseQuery } from '@tanstack/react-query';
import { createFileRoute } from '@tanstack/react-router';

import { Loaded } from '@/components/ui/loaded';
import { Panel } from '@/components/ui/panel';
import { PriceSummary } from '@/components/ui/price-summary';
import { attendeesOfOrderQuery } from '@/features/attendees/api/attendees';
import { AttendeeRow } from '@/features/attendees/components/attendee-row';
import attendeeClasses from '@/features/attendees/components/attendees.module.css';
import { orderQuery } from '@/features/orders/api/orders';
import { CloseReview } from '@/features/orders/components/close-review';
import { OrderStatusTag } from '@/features/orders/components/order-status';
import { OrderTimeline } from '@/features/orders/components/order-timeline';
import { EventDesk } from '@/features/own-events/components/event-desk';
import { RefundOrder } from '@/features/refunds/components/refund-order';

import classes from './organize.module.css';

export const Route = createFileRoute('/_signed-in/organize/events/$eventId/orders/$orderId')({
  loader: ({ context: { queryClient }, params: { orderId } }) =>
    queryClient.ensureQueryData(orderQuery(orderId)),
  component: OrderPage,
});

function OrderPage() {
  const { t } = useLingui();
  const { eventId, orderId } = Route.useParams();
  const { data: order } = useSuspenseQuery(orderQuery(orderId));
  const tickets = useQuery(attendeesOfOrderQuery(eventId, orderId));
  const isRefundable = order.status === 'paid' || order.status === 'partially_refunded';

  return (
    <EventDesk
      isOfSale
      eventId={eventId}
      title={t`Order ${order.number}`}
      actions={<OrderStatusTag status={order.status} />}
    >
      <div className={classes.columns}>
        <div className={classes.stack}>
          {order.status === 'review' && (
            <Panel title={<Trans>This order waits for you</Trans>}>
              <CloseReview order={order} />
            </Panel>
          )}
          <Panel title={<Trans>Tickets</Trans>}>
            <Loaded query={tickets} height={120}>
              {(issued) =>
                issued.length > 0 ? (
                  <ul className={attendeeClasses.list}>
                    {issued.map((attendee) => (
                      <AttendeeRow
                        key={attendee.ticket_id}
                        eventId={eventId}
                        attendee={attendee}
                        hasOrder={false}
                      />
                    ))}
                  </ul>
                ) : (
                  <Trans>Tickets are issued when the order is paid.</Trans>
                )
              }
            </Loaded>
          </Panel>
          <Panel title={<Trans>What happened</Trans>}>
            <OrderTimeline orderId={orderId} />
          </Panel>
        </div>
        <Panel title={<Trans>Price</Trans>}>
          <div className={classes.stack}>
            <PriceSummary
              price={order}
              lines={order.lines.map((line) => ({
                id: line.ticket_type_id,
                name: line.ticket_type_name,
                quantity: line.quantity,
                unitPrice: line.unit_price,
              }))}
            />
            {isRefundable && order.total > 0 && tickets.data && (
              <RefundOrder
                orderId={orderId}
                currency={order.currency}
                tickets={tickets.data
                  .filter(({ status }) => status === 'valid')
                  .map((ticket) => ({
                    id: ticket.ticket_id,
                    label: `${ticket.holder_name}, ${ticket.ticket_type_name}`,
                    price: ticket.price,
                  }))}
              />
            )}
          </div>
        </Panel>
      </div>
    </EventDesk>
  );
}
