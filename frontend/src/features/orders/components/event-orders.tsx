import { Plural, Trans, useLingui } from '@lingui/react/macro';
import { Button, Skeleton } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';

import { type Column, DataTable } from '@/components/ui/data-table';
import { EmptyState } from '@/components/ui/empty-state';
import { ErrorNotice } from '@/components/ui/error-notice';
import { TicketIcon } from '@/components/ui/icons';
import { useFormat } from '@/lib/i18n/use-format';

import { eventOrdersQuery, type OrderFilters } from '../api/event-orders';
import type { Order } from '../api/orders';
import { OrderStatusTag } from './order-status';

interface EventOrdersProps {
  eventId: string;
  filters: OrderFilters;
}

export function EventOrders({ eventId, filters }: EventOrdersProps) {
  const { t } = useLingui();
  const list = useInfiniteQuery(eventOrdersQuery(eventId, filters));
  const columns = useColumns(eventId);

  if (list.isPending) return <Skeleton height={240} radius="lg" />;
  if (list.isError) {
    return (
      <ErrorNotice
        error={list.error}
        retry={() => void list.refetch()}
        isRetrying={list.isFetching}
      />
    );
  }
  const orders = list.data.pages.flatMap((page) => page.data);
  if (orders.length === 0) return <NoOrders isFiltered={Boolean(filters.q || filters.status)} />;
  return (
    <>
      <DataTable label={t`Orders`} columns={columns} rows={orders} keyOf={({ id }) => id} />
      {list.hasNextPage && (
        <Button
          mt="md"
          variant="default"
          onClick={() => void list.fetchNextPage()}
          loading={list.isFetchingNextPage}
        >
          <Trans>Show older orders</Trans>
        </Button>
      )}
    </>
  );
}

function useColumns(eventId: string): Column<Order>[] {
  const { t } = useLingui();
  const { money, localDateTime } = useFormat();
  return [
    {
      id: 'number',
      header: t`Order`,
      isName: true,
      isWhole: true,
      cell: (order) => (
        <Link
          to="/organize/events/$eventId/orders/$orderId"
          params={{ eventId, orderId: order.id }}
        >
          {order.number}
        </Link>
      ),
    },
    { id: 'holders', header: t`For`, cell: (order) => <Holders order={order} /> },
    {
      id: 'tickets',
      header: t`Tickets`,
      isNumber: true,
      cell: (order) => order.lines.reduce((sum, { quantity }) => sum + quantity, 0),
    },
    {
      id: 'placed',
      header: t`Placed`,
      isWhole: true,
      cell: (order) => localDateTime(order.created_at),
    },
    {
      id: 'status',
      header: t`State`,
      cell: (order) => <OrderStatusTag status={order.status} />,
    },
    {
      id: 'total',
      header: t`Total`,
      isNumber: true,
      cell: (order) =>
        order.total === 0 ? <Trans>Free</Trans> : money(order.total, order.currency),
    },
  ];
}

/** The first name and how many more. */
function Holders({ order }: { order: Order }) {
  const [first, ...others] = order.lines.flatMap(({ holders }) => holders);
  return (
    <span>
      {first}{' '}
      {others.length > 0 && <Plural value={others.length} one="+ # other" other="+ # others" />}
    </span>
  );
}

function NoOrders({ isFiltered }: { isFiltered: boolean }) {
  return isFiltered ? (
    <EmptyState icon={<TicketIcon size={26} />} title={<Trans>No such orders</Trans>}>
      <Trans>Nothing matches what you look for. Try a part of the name or of the number.</Trans>
    </EmptyState>
  ) : (
    <EmptyState icon={<TicketIcon size={26} />} title={<Trans>No orders yet</Trans>}>
      <Trans>Each order appears here the moment it is placed, paid or not.</Trans>
    </EmptyState>
  );
}
