import { Trans, useLingui } from '@lingui/react/macro';
import { createFileRoute } from '@tanstack/react-router';

import { TextLink } from '@/components/ui/links';
import { Page } from '@/components/ui/page';
import { TicketList } from '@/features/tickets/components/ticket-list';
import { IncomingOffers } from '@/features/transfers/components/incoming-offers';
import { searchOf, text } from '@/lib/search';

import classes from './checkout.module.css';

export const Route = createFileRoute('/_signed-in/tickets/')({
  validateSearch: searchOf({ order: text }),
  component: TicketsPage,
});

function TicketsPage() {
  const { t } = useLingui();
  const { order } = Route.useSearch();
  return (
    <Page
      title={t`My tickets`}
      lead={
        order && (
          <Trans>
            Those of one order. <TextLink to="/tickets">Show all my tickets</TextLink>
          </Trans>
        )
      }
      width="reading"
    >
      <div className={classes.stack}>
        {!order && <IncomingOffers />}
        <TicketList orderId={order} />
      </div>
    </Page>
  );
}
