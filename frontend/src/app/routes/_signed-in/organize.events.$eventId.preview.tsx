import { Trans, useLingui } from '@lingui/react/macro';
import { useSuspenseQuery } from '@tanstack/react-query';
import { createFileRoute } from '@tanstack/react-router';

import { LinkButton } from '@/components/ui/links';
import { Notice } from '@/components/ui/notice';
import { Page } from '@/components/ui/page';
import { Panel } from '@/components/ui/panel';
import { isAnnounced } from '@/features/events/api/events';
import { EventAbout } from '@/features/events/components/event-about';
import { EventFacts } from '@/features/events/components/event-facts';
import { ownEventQuery } from '@/features/own-events/api/own-events';
import { Picture } from '@/features/own-events/components/event-image';
import { OfferList } from '@/features/own-events/components/offer-list';

import eventClasses from '../event.module.css';
import classes from './organize.module.css';

export const Route = createFileRoute('/_signed-in/organize/events/$eventId/preview')({
  component: PreviewPage,
});

function PreviewPage() {
  const { t } = useLingui();
  const { eventId } = Route.useParams();
  const event = useSuspenseQuery(ownEventQuery(eventId)).data.data;

  return (
    <Page
      title={t`Preview: ${event.title}`}
      heading={event.title}
      lead={event.summary}
      above={
        <div className={classes.preview}>
          <Notice
            tone="info"
            title={<Trans>This is how buyers see your event</Trans>}
            actions={
              <LinkButton
                to="/organize/events/$eventId/details"
                params={{ eventId }}
                variant="default"
              >
                <Trans>Back to the details</Trans>
              </LinkButton>
            }
          >
            {event.status === 'draft' && <Trans>Nobody but you sees it yet.</Trans>}
          </Notice>
        </div>
      }
    >
      {isAnnounced(event) ? (
        <div className="sight-columns">
          <div className="sight-picture">
            <Picture event={event} />
          </div>
          <div className={eventClasses.side}>
            <EventFacts event={event} />
            <Panel title={<Trans>Tickets</Trans>}>
              <OfferList offers={event.ticket_types} />
            </Panel>
          </div>
          <EventAbout event={event} />
        </div>
      ) : (
        <Notice tone="warn" title={<Trans>Place or time is not set yet</Trans>}>
          <Trans>The page can be shown once venue, doors, start and end are known.</Trans>
        </Notice>
      )}
    </Page>
  );
}
