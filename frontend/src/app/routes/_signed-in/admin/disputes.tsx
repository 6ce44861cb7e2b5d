import { Trans, useLingui } from '@lingui/react/macro';
import { createFileRoute } from '@tanstack/react-router';

import { Page } from '@/components/ui/page';
import { DisputeTable } from '@/features/disputes/components/dispute-table';
import { EventName } from '@/features/events/components/event-name';

export const Route = createFileRoute('/_signed-in/admin/disputes')({ component: DisputesPage });

function DisputesPage() {
  const { t } = useLingui();
  return (
    <Page
      title={t`Disputes`}
      lead={<Trans>Payments that buyers’ banks take back or ask about.</Trans>}
    >
      <DisputeTable renderEvent={(eventId) => <EventName eventId={eventId} />} />
    </Page>
  );
}
