import { Trans } from '@lingui/react/macro';
import { Button, Skeleton } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';

import { EmptyState } from '@/components/ui/empty-state';
import { ErrorNotice } from '@/components/ui/error-notice';
import { TicketIcon } from '@/components/ui/icons';
import { LinkButton } from '@/components/ui/links';
import { Panel } from '@/components/ui/panel';
import { useFormat } from '@/lib/i18n/use-format';

import { type Order, ordersQuery } from '../api/orders';
import classes from './order-list.module.css';
import { OrderStatusTag } from './order-status';

interface OrderListProps {
  /** An order knows its event only by id; the page knows how to show one. */
  renderEvent: (eventId: string) => ReactNode;
}

export function OrderList({ renderEvent }: OrderListProps) {
  const list = useInfiniteQuery(ordersQuery());

  if (list.isPending) return <Skeleton height={180} radius="lg" />;
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
  if (orders.length === 0) {
    return (
      <EmptyState
        icon={<TicketIcon size={26} />}
        title={<Trans>No orders yet</Trans>}
        action={
          <LinkButton to="/">
            <Trans>See what’s on</Trans>
          </LinkButton>
        }
      >
        <Trans>What you buy appears here at once, paid or not.</Trans>
      </EmptyState>
    );
  }
  return (
    <div className={classes.list}>
      {orders.map((order) => (
        <OrderRow key={order.id} order={order} event={renderEvent(order.event_id)} />
      ))}
      {list.hasNextPage && (
        <Button
          variant="default"
          onClick={() => void list.fetchNextPage()}
          loading={list.isFetchingNextPage}
        >
          <Trans>Show older orders</Trans>
        </Button>
      )}
    </div>
  );
}

function OrderRow({ order, event }: { order: Order; event: ReactNode }) {
  const { money, localDateTime } = useFormat();
  return (
    <Panel>
      <article className={classes.row} data-testid="order-row">
        {event}
        <div className={classes.facts}>
          <OrderStatusTag status={order.status} />
          <span>
            <Trans>
              Order {order.number}, {localDateTime(order.created_at)}
            </Trans>
          </span>
          <strong className={classes.total}>
            {order.total === 0 ? <Trans>Free</Trans> : money(order.total, order.currency)}
          </strong>
          <Link to="/orders/$orderId" params={{ orderId: order.id }} className={classes.open}>
            <Trans>Open order</Trans>
          </Link>
        </div>
      </article>
    </Panel>
  );
}
