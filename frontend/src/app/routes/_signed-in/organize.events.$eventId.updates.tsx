import { Trans, useLingui } from '@lingui/react/macro';
import { createFileRoute } from '@tanstack/react-router';

import { Panel } from '@/components/ui/panel';
import { EventDesk } from '@/features/own-events/components/event-desk';
import { UpdateForm } from '@/features/updates/components/update-form';
import { UpdateList } from '@/features/updates/components/update-list';

import classes from './organize.module.css';

export const Route = createFileRoute('/_signed-in/organize/events/$eventId/updates')({
  component: UpdatesPage,
});

function UpdatesPage() {
  const { t } = useLingui();
  const { eventId } = Route.useParams();
  return (
    <EventDesk
      isOfSale
      eventId={eventId}
      title={t`Updates`}
      lead={<Trans>By e-mail, to everybody who has tickets and wants such mails.</Trans>}
    >
      <div className={classes.stack}>
        <Panel title={<Trans>Write an update</Trans>}>
          <UpdateForm eventId={eventId} />
        </Panel>
        <Panel title={<Trans>What was written</Trans>}>
          <UpdateList eventId={eventId} />
        </Panel>
      </div>
    </EventDesk>
  );
}
