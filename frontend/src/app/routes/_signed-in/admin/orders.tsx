import { Trans, useLingui } from '@lingui/react/macro';
import { createFileRoute } from '@tanstack/react-router';

import { FilterBar } from '@/components/ui/filter-bar';
import { LinkButton } from '@/components/ui/links';
import { ListSearch } from '@/components/ui/list-search';
import { Page } from '@/components/ui/page';
import { EventName } from '@/features/events/components/event-name';
import { LASTING } from '@/features/orders/api/lasting';
import { AllOrders } from '@/features/orders/components/all-orders';
import { OrderStatusFilter } from '@/features/orders/components/order-status-filter';
import { oneOf, searchOf, text } from '@/lib/search';

export const Route = createFileRoute('/_signed-in/admin/orders')({
  validateSearch: searchOf({ number: text, account: text, status: oneOf(...LASTING) }),
  component: OrdersPage,
});

function OrdersPage() {
  const { t } = useLingui();
  const { number, account, status } = Route.useSearch();
  const navigate = Route.useNavigate();
  const narrow = (change: { number?: string; status?: typeof status }) =>
    void navigate({
      search: { account, number, status, ...change },
      replace: true,
      resetScroll: false,
    });
  return (
    <Page
      title={t`Orders`}
      lead={
        account ? (
          <Trans>Of one account, for all events.</Trans>
        ) : (
          <Trans>Of all accounts, for all events.</Trans>
        )
      }
      actions={
        account && (
          <LinkButton to="/admin/orders" variant="default">
            <Trans>All orders</Trans>
          </LinkButton>
        )
      }
    >
      <FilterBar>
        <ListSearch
          label={t`Order number`}
          value={number ?? ''}
          onSearch={(typed) => narrow({ number: typed || undefined })}
        />
        <OrderStatusFilter value={status} onChange={(chosen) => narrow({ status: chosen })} />
      </FilterBar>
      <AllOrders
        lookUp={{ number, account_id: account, status }}
        renderEvent={(eventId) => <EventName eventId={eventId} />}
      />
    </Page>
  );
}
