import { Trans, useLingui } from '@lingui/react/macro';
import { useSuspenseQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';

import { EmptyState } from '@/components/ui/empty-state';
import { CalendarIcon } from '@/components/ui/icons';
import { LinkButton } from '@/components/ui/links';
import { Page } from '@/components/ui/page';
import { EventTag } from '@/components/ui/standing-tag';
import { tabClass, Tabs } from '@/components/ui/tabs';

import { type OwnEvent, ownEventQuery } from '../api/own-events';
import classes from './event-desk.module.css';

interface EventDeskProps {
  eventId: string;
  /** What this part of the event's desk is; the overview is called like the event. */
  title?: string;
  lead?: ReactNode;
  actions?: ReactNode;
  /** There is nothing of it before the event is published. */
  isOfSale?: boolean;
  children: ReactNode;
}

/** A page about one event, under its name and beside the other parts of its desk. */
export function EventDesk(desk: EventDeskProps) {
  const { eventId, title, lead, actions, isOfSale, children } = desk;
  const event = useSuspenseQuery(ownEventQuery(eventId)).data.data;
  const isTooEarly = isOfSale && event.status === 'draft';
  return (
    <Page
      title={title ? `${title} · ${event.title}` : event.title}
      heading={title ?? event.title}
      lead={lead}
      actions={!isTooEarly && actions}
      above={<DeskHead event={event} />}
    >
      {isTooEarly ? <NotPublished eventId={eventId} /> : children}
    </Page>
  );
}

function NotPublished({ eventId }: { eventId: string }) {
  return (
    <EmptyState
      icon={<CalendarIcon size={26} />}
      title={<Trans>Nothing here before the event is published</Trans>}
      action={
        <LinkButton to="/organize/events/$eventId" params={{ eventId }}>
          <Trans>See what is missing</Trans>
        </LinkButton>
      }
    >
      <Trans>It is a draft: nobody can see it or buy tickets for it yet.</Trans>
    </EmptyState>
  );
}

function DeskHead({ event }: { event: OwnEvent }) {
  const { t } = useLingui();
  const to = { params: { eventId: event.id }, className: tabClass };
  const isDraft = event.status === 'draft';
  return (
    <>
      <div className={classes.crumbs}>
        <Link to="/organize" search={{ organizer: event.organizer_id }}>
          <Trans>My events</Trans>
        </Link>
        <span aria-hidden="true">/</span>
        <span className={classes.name}>{event.title}</span>
        <EventTag
          isOwn
          status={event.status}
          saleStatus={event.sale_status}
          endsAt={event.ends_at}
        />
      </div>
      <Tabs label={t`Parts of the event`}>
        <Link to="/organize/events/$eventId" activeOptions={{ exact: true }} {...to}>
          <Trans>Overview</Trans>
        </Link>
        <Link to="/organize/events/$eventId/details" {...to}>
          <Trans>Details</Trans>
        </Link>
        <Link to="/organize/events/$eventId/ticket-types" {...to}>
          <Trans>Tickets</Trans>
        </Link>
        <Link to="/organize/events/$eventId/codes" {...to}>
          <Trans>Codes</Trans>
        </Link>
        <Link to="/organize/events/$eventId/rules" {...to}>
          <Trans>Rules</Trans>
        </Link>
        <Link to="/organize/events/$eventId/staff" {...to}>
          <Trans>Staff</Trans>
        </Link>
        {!isDraft && (
          <>
            <Link to="/organize/events/$eventId/orders" {...to}>
              <Trans>Orders</Trans>
            </Link>
            <Link to="/organize/events/$eventId/attendees" {...to}>
              <Trans>Attendees</Trans>
            </Link>
            <Link to="/organize/events/$eventId/updates" {...to}>
              <Trans>Updates</Trans>
            </Link>
            <Link to="/organize/events/$eventId/analytics" {...to}>
              <Trans>Sales</Trans>
            </Link>
          </>
        )}
      </Tabs>
    </>
  );
}
