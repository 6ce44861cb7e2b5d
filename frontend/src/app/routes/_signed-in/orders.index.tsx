import { Trans, useLingui } from '@lingui/react/macro';
import { createFileRoute } from '@tanstack/react-router';

import { TextLink } from '@/components/ui/links';
import { Page } from '@/components/ui/page';
import { EventSummary } from '@/features/events/components/event-summary';
import { OrderList } from '@/features/orders/components/order-list';

export const Route = createFileRoute('/_signed-in/orders/')({ component: OrdersPage });

function OrdersPage() {
  const { t } = useLingui();
  return (
    <Page
      title={t`My orders`}
      lead={
        <Trans>
          What you have ordered and how it stands.{' '}
          <TextLink to="/purchases">Purchase history</TextLink> lists all that you paid for.
        </Trans>
      }
      width="reading"
    >
      <OrderList renderEvent={(eventId) => <EventSummary eventId={eventId} />} />
    </Page>
  );
}
