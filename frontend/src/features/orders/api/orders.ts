import {
  infiniteQueryOptions,
  queryOptions,
  useMutation,
  useQueryClient,
} from '@tanstack/react-query';

import { api, unwrap } from '@/lib/api/client';
import { useIdempotentMutation } from '@/lib/api/idempotency';
import { saveFile } from '@/lib/api/save-file';
import type { components } from '@/lib/api/schema';

import { noteOrder } from './order-of-hold';

export type Order = components['schemas']['OrderRead'];
export type OrderStatus = Order['status'];
type OrderCreate = components['schemas']['OrderCreate'];

/** Whether tickets of it have ended and money may have gone back. */
export function isGivenBack({ status }: Pick<Order, 'status'>): boolean {
  return status === 'refunded' || status === 'partially_refunded';
}

/** States that the server leaves by itself within seconds. */
const PASSING: readonly OrderStatus[] = ['capturing', 'expiring'];
const WATCH_MS = 1_500;

export function orderQuery(orderId: string, options: { watch?: boolean } = {}) {
  return queryOptions({
    queryKey: ['orders', orderId],
    queryFn: ({ signal }) =>
      unwrap(
        api.GET('/api/v1/orders/{order_id}', { params: { path: { order_id: orderId } }, signal }),
      ),
    // `watch`: also a pending order is about to change, because it has just been paid or its time is up.
    refetchInterval: ({ state }) => {
      const status = state.data?.status;
      const isPassing = status !== undefined && PASSING.includes(status);
      return isPassing || (options.watch && status === 'pending') ? WATCH_MS : false;
    },
  });
}

export function ordersQuery() {
  return infiniteQueryOptions({
    queryKey: ['orders', 'list'],
    queryFn: ({ pageParam, signal }) =>
      unwrap(api.GET('/api/v1/orders', { params: { query: { after: pageParam } }, signal })),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next_cursor ?? undefined,
  });
}

export function usePlaceOrder() {
  const queries = useQueryClient();
  return useIdempotentMutation(
    (body: OrderCreate, key) =>
      unwrap(api.POST('/api/v1/orders', { body, params: { header: { 'idempotency-key': key } } })),
    {
      onSuccess: (order, { hold_id }) => {
        if (hold_id) noteOrder(hold_id, order.id);
        queries.setQueryData(orderQuery(order.id).queryKey, order);
        void queries.invalidateQueries({ queryKey: ordersQuery().queryKey });
      },
    },
  );
}

/** The server makes it when it is first asked for. */
export function useSaveReceipt() {
  return useMutation({
    mutationFn: ({ id, number }: Order) =>
      saveFile(`/api/v1/orders/${id}/receipt.pdf`, `receipt-${number}.pdf`),
  });
}

export type ReviewClose = components['schemas']['ReviewClose'];

/** For who organizes the event: says what became of an order under review. */
export function useCloseReview(orderId: string) {
  const queries = useQueryClient();
  return useIdempotentMutation(
    (body: ReviewClose, key) =>
      unwrap(
        api.POST('/api/v1/orders/{order_id}/close-review', {
          body,
          params: { path: { order_id: orderId }, header: { 'idempotency-key': key } },
        }),
      ),
    { onSuccess: () => queries.invalidateQueries({ queryKey: ['orders'] }) },
  );
}

export function useCancelOrder() {
  const queries = useQueryClient();
  return useIdempotentMutation(
    (orderId: string, key) =>
      unwrap(
        api.POST('/api/v1/orders/{order_id}/cancel', {
          params: { path: { order_id: orderId }, header: { 'idempotency-key': key } },
        }),
      ),
    {
      onSuccess: (order) => {
        queries.setQueryData(orderQuery(order.id).queryKey, order);
        void queries.invalidateQueries({ queryKey: ordersQuery().queryKey });
      },
    },
  );
}
