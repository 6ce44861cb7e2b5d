import { Trans, useLingui } from '@lingui/react/macro';
import { Button, Skeleton } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';

import { EmptyState } from '@/components/ui/empty-state';
import { ErrorNotice } from '@/components/ui/error-notice';
import { CalendarIcon } from '@/components/ui/icons';
import { LinkButton } from '@/components/ui/links';
import { useFormat } from '@/lib/i18n/use-format';

import { type Purchase, purchasesQuery } from '../api/purchases';
import classes from './purchase-table.module.css';

export function PurchaseTable() {
  const { t } = useLingui();
  const list = useInfiniteQuery(purchasesQuery());

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
  const purchases = list.data.pages.flatMap((page) => page.data);
  if (purchases.length === 0) return <NoPurchases />;
  return (
    <>
      <table className={classes.table} aria-label={t`Purchase history`}>
        <thead>
          <tr>
            <th scope="col">
              <Trans>Event</Trans>
            </th>
            <th scope="col">
              <Trans>Bought</Trans>
            </th>
            <th scope="col">
              <Trans>Order</Trans>
            </th>
            <th scope="col" className={classes.amount}>
              <Trans>Amount</Trans>
            </th>
          </tr>
        </thead>
        <tbody>
          {purchases.map((purchase) => (
            <PurchaseRow key={purchase.order_id} purchase={purchase} />
          ))}
        </tbody>
      </table>
      {list.hasNextPage && (
        <Button
          variant="default"
          onClick={() => void list.fetchNextPage()}
          loading={list.isFetchingNextPage}
        >
          <Trans>Show older purchases</Trans>
        </Button>
      )}
    </>
  );
}

function PurchaseRow({ purchase }: { purchase: Purchase }) {
  const { money, localDateTime } = useFormat();
  return (
    <tr>
      <th scope="row">
        <Link to="/orders/$orderId" params={{ orderId: purchase.order_id }}>
          {purchase.event_title}
        </Link>
      </th>
      <td className={classes.whole}>{localDateTime(purchase.ordered_at)}</td>
      <td className={classes.whole}>{purchase.number}</td>
      <td className={classes.amount}>
        {purchase.total === 0 ? <Trans>Free</Trans> : money(purchase.total, purchase.currency)}
      </td>
    </tr>
  );
}

function NoPurchases() {
  return (
    <EmptyState
      icon={<CalendarIcon size={26} />}
      title={<Trans>Nothing bought yet</Trans>}
      action={
        <LinkButton to="/">
          <Trans>See what’s on</Trans>
        </LinkButton>
      }
    >
      <Trans>Every purchase of this account is listed here, for as long as you keep it.</Trans>
    </EmptyState>
  );
}
