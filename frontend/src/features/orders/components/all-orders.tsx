import { Trans, useLingui } from '@lingui/react/macro';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';

import { EmptyState } from '@/components/ui/empty-state';
import { TicketIcon } from '@/components/ui/icons';
import { Listing } from '@/components/ui/listing';
import { Amount, RecordRow, RecordTable } from '@/components/ui/record-table';
import { useFormat } from '@/lib/i18n/use-format';

import { allOrdersQuery, type OrderLookUp, type OwnedOrder } from '../api/all-orders';
import { OrderStatusTag } from './order-status';

interface AllOrdersProps {
  lookUp: OrderLookUp;
  renderEvent: (eventId: string) => ReactNode;
}

/** Every order with the way to its desk, whoever placed it. */
export function AllOrders({ lookUp, renderEvent }: AllOrdersProps) {
  const { t } = useLingui();
  const list = useInfiniteQuery(allOrdersQuery(lookUp));
  return (
    <Listing
      list={list}
      empty={
        <EmptyState icon={<TicketIcon size={26} />} title={<Trans>No such order</Trans>}>
          <Trans>A number is found when it is whole, as it stands on tickets and receipts.</Trans>
        </EmptyState>
      }
    >
      {(orders) => (
        <RecordTable
          label={t`Orders`}
          headings={[
            <Trans>Order</Trans>,
            <Trans>Event</Trans>,
            <Trans>For</Trans>,
            <Trans>State</Trans>,
            <Amount>
              <Trans>Total</Trans>
            </Amount>,
          ]}
        >
          {orders.map((order) => (
            <OrderRow key={order.id} order={order} event={renderEvent(order.event_id)} />
          ))}
        </RecordTable>
      )}
    </Listing>
  );
}

function OrderRow({ order, event }: { order: OwnedOrder; event: ReactNode }) {
  const { money, localDateTime } = useFormat();
  const params = { eventId: order.event_id, orderId: order.id };
  return (
    <RecordRow
      title={
        <>
          <Link to="/organize/events/$eventId/orders/$orderId" params={params}>
            {order.number}
          </Link>
          <small>{localDateTime(order.created_at)}</small>
        </>
      }
      cells={[
        event,
        <>
          {order.lines.flatMap(({ holders }) => holders).join(', ')}
          <small>
            <Link to="/admin/orders" search={{ account: order.account_id }}>
              <Trans>All orders of this account</Trans>
            </Link>
          </small>
        </>,
        <OrderStatusTag status={order.status} />,
        <Amount>
          {order.total === 0 ? <Trans>Free</Trans> : money(order.total, order.currency)}
        </Amount>,
      ]}
    />
  );
}
