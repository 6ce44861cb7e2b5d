import { Trans, useLingui } from '@lingui/react/macro';
import { createFileRoute } from '@tanstack/react-router';

import { EventDesk } from '@/features/own-events/components/event-desk';
import { StaffList } from '@/features/staff/components/staff-list';

export const Route = createFileRoute('/_signed-in/organize/events/$eventId/staff')({
  component: StaffPage,
});

function StaffPage() {
  const { t } = useLingui();
  const { eventId } = Route.useParams();
  return (
    <EventDesk
      eventId={eventId}
      title={t`Staff`}
      lead={<Trans>Who may check tickets at the doors. They see names, nothing else.</Trans>}
    >
      <StaffList eventId={eventId} />
    </EventDesk>
  );
}
