import { Trans, useLingui } from '@lingui/react/macro';
import { createFileRoute } from '@tanstack/react-router';

import { Page } from '@/components/ui/page';
import { SystemStatus } from '@/features/services/components/system-status';

export const Route = createFileRoute('/_signed-in/admin/')({ component: ServicesPage });

function ServicesPage() {
  const { t } = useLingui();
  return (
    <Page title={t`Services`} lead={<Trans>How the parts of the system do, as they do now.</Trans>}>
      <SystemStatus />
    </Page>
  );
}
