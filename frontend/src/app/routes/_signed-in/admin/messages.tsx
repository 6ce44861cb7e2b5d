import { Trans, useLingui } from '@lingui/react/macro';
import { createFileRoute } from '@tanstack/react-router';

import { Page } from '@/components/ui/page';
import { DeadLetters } from '@/features/notifications/components/dead-letters';

export const Route = createFileRoute('/_signed-in/admin/messages')({ component: MessagesPage });

function MessagesPage() {
  const { t } = useLingui();
  return (
    <Page
      title={t`Failed messages`}
      lead={<Trans>What people should have been told and were not, after every attempt.</Trans>}
    >
      <DeadLetters />
    </Page>
  );
}
