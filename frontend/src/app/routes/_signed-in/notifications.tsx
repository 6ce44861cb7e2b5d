import { useLingui } from '@lingui/react/macro';
import { createFileRoute } from '@tanstack/react-router';

import { Page } from '@/components/ui/page';
import { NotificationList } from '@/features/notifications/components/notification-list';

export const Route = createFileRoute('/_signed-in/notifications')({ component: NotificationsPage });

function NotificationsPage() {
  const { t } = useLingui();
  return (
    <Page title={t`Messages to you`} width="reading">
      <NotificationList />
    </Page>
  );
}
