import { Trans } from '@lingui/react/macro';
import { useQuery, useSuspenseQuery } from '@tanstack/react-query';
import { createFileRoute } from '@tanstack/react-router';

import { LinkButton } from '@/components/ui/links';
import { Notice } from '@/components/ui/notice';
import { Panel } from '@/components/ui/panel';
import { LiveFigures } from '@/features/analytics/components/live-figures';
import { type OwnEvent, ownEventQuery } from '@/features/own-events/api/own-events';
import { ChangePlans } from '@/features/own-events/components/change-plans';
import { CopyOrDelete } from '@/features/own-events/components/copy-or-delete';
import { EventDesk } from '@/features/own-events/components/event-desk';
import { PublishPanel } from '@/features/own-events/components/publish-panel';
import { ticketTypesQuery } from '@/features/ticket-types/api/ticket-types';

import classes from './organize.module.css';

export const Route = createFileRoute('/_signed-in/organize/events/$eventId/')({
  component: OverviewPage,
});

function OverviewPage() {
  const { eventId } = Route.useParams();
  const navigate = Route.useNavigate();
  const event = useSuspenseQuery(ownEventQuery(eventId)).data.data;
  const types = useQuery(ticketTypesQuery(eventId));
  const isDraft = event.status === 'draft';

  return (
    <EventDesk
      eventId={eventId}
      lead={event.summary}
      actions={
        !isDraft && (
          <LinkButton to="/e/$slug" params={{ slug: event.slug }} variant="default">
            <Trans>Public page</Trans>
          </LinkButton>
        )
      }
    >
      <div className={classes.stack}>
        <StateNotice event={event} />
        {isDraft && (
          <PublishPanel
            event={event}
            hasTickets={types.data?.some(({ capacity }) => capacity > 0) ?? false}
          />
        )}
        {!isDraft && <LiveFigures eventId={eventId} />}
        {(event.status === 'published' || event.status === 'postponed') && (
          <Panel title={<Trans>If plans change</Trans>}>
            <ChangePlans event={event} />
          </Panel>
        )}
        <Panel title={isDraft ? <Trans>This draft</Trans> : <Trans>Once more</Trans>}>
          <CopyOrDelete
            event={event}
            onCopied={(copyId) =>
              void navigate({
                to: '/organize/events/$eventId/details',
                params: { eventId: copyId },
              })
            }
            onDeleted={() => void navigate({ to: '/organize' })}
          />
        </Panel>
      </div>
    </EventDesk>
  );
}

/** What has become of the plan, and why. */
function StateNotice({ event }: { event: OwnEvent }) {
  if (event.status === 'canceled') {
    return (
      <Notice tone="bad" title={<Trans>This event is canceled</Trans>}>
        {event.status_reason}
      </Notice>
    );
  }
  if (event.status === 'postponed') {
    return (
      <Notice tone="warn" title={<Trans>This event is postponed, and its sale rests</Trans>}>
        {event.status_reason}
      </Notice>
    );
  }
  return null;
}
