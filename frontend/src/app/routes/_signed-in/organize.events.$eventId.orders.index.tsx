import { useLingui } from '@lingui/react/macro';
import { useSuspenseQuery } from '@tanstack/react-query';
import { createFileRoute } from '@tanstack/react-router';

import { FilterBar } from '@/components/ui/filter-bar';
import { TextLink } from '@/components/ui/links';
import { ListSearch } from '@/components/ui/list-search';
import { LASTING } from '@/features/orders/api/lasting';
import { EventOrders } from '@/features/orders/components/event-orders';
import { ExportOrders } from '@/features/orders/components/export-orders';
import { OrderStatusFilter } from '@/features/orders/components/order-status-filter';
import { ownEventQuery } from '@/features/own-events/api/own-events';
import { EventDesk } from '@/features/own-events/components/event-desk';
import { RefundWishes } from '@/features/refunds/components/refund-wishes';
import { oneOf, searchOf, text } from '@/lib/search';

import classes from './organize.module.css';

export const Route = createFileRoute('/_signed-in/organize/events/$eventId/orders/')({
  validateSearch: searchOf({ q: text, status: oneOf(...LASTING) }),
  component: OrdersPage,
});

function OrdersPage() {
  const { t } = useLingui();
  const { eventId } = Route.useParams();
  // What stands in the address for all pages is no filter of this one.
  const { q, status } = Route.useSearch();
  const filters = { q, status };
  const { slug } = useSuspenseQuery(ownEventQuery(eventId)).data.data;
  const navigate = Route.useNavigate();
  const narrow = (change: Partial<typeof filters>) =>
    void navigate({ search: { ...filters, ...change }, replace: true, resetScroll: false });

  return (
    <EventDesk isOfSale eventId={eventId} title={t`Orders`}>
      <div className={classes.stack}>
        <RefundWishes
          eventId={eventId}
          renderOrder={(orderId, label) => (
            <TextLink to="/organize/events/$eventId/orders/$orderId" params={{ eventId, orderId }}>
              {label}
            </TextLink>
          )}
        />
        <div>
          <FilterBar
            actions={
              <ExportOrders eventId={eventId} filters={filters} fileName={`${slug}-orders`} />
            }
          >
            <ListSearch
              label={t`Order number or name`}
              value={filters.q ?? ''}
              onSearch={(q) => narrow({ q: q || undefined })}
            />
            <OrderStatusFilter value={filters.status} onChange={(status) => narrow({ status })} />
          </FilterBar>
          <EventOrders eventId={eventId} filters={filters} />
        </div>
      </div>
    </EventDesk>
  );
}
