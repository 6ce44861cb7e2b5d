import { Trans, useLingui } from '@lingui/react/macro';
import { createFileRoute } from '@tanstack/react-router';

import { Page } from '@/components/ui/page';
import { EventName } from '@/features/events/components/event-name';
import { FailedRefunds } from '@/features/refunds/components/failed-refunds';

export const Route = createFileRoute('/_signed-in/admin/refunds')({ component: RefundsPage });

function RefundsPage() {
  const { t } = useLingui();
  return (
    <Page
      title={t`Failed refunds`}
      lead={<Trans>Money that should have gone back to buyers and did not arrive.</Trans>}
    >
      <FailedRefunds renderEvent={(eventId) => <EventName eventId={eventId} />} />
    </Page>
  );
}
