import { Trans } from '@lingui/react/macro';
import { useInfiniteQuery } from '@tanstack/react-query';

import { EmptyState } from '@/components/ui/empty-state';
import { CalendarIcon } from '@/components/ui/icons';
import { LinkButton, TextLink } from '@/components/ui/links';
import { Listing } from '@/components/ui/listing';
import { useFormat } from '@/lib/i18n/use-format';

import { type Notification, notificationsQuery } from '../api/notifications';
import classes from './notification-list.module.css';

/** What was sent by mail too, for whoever has lost the mail. */
export function NotificationList() {
  const list = useInfiniteQuery(notificationsQuery());
  return (
    <Listing
      list={list}
      empty={
        <EmptyState
          icon={<CalendarIcon size={26} />}
          title={<Trans>Nothing to tell you yet</Trans>}
          action={
            <LinkButton to="/">
              <Trans>See what’s on</Trans>
            </LinkButton>
          }
        >
          <Trans>What becomes of your orders and events is told here and by e-mail.</Trans>
        </EmptyState>
      }
    >
      {(told) => (
        <ul className={classes.list}>
          {told.map((one) => (
            <Told key={one.id} notification={one} />
          ))}
        </ul>
      )}
    </Listing>
  );
}

function Told({ notification }: { notification: Notification }) {
  const { localDateTime } = useFormat();
  const { title, text, created_at: at } = notification;
  return (
    <li>
      <h2>{title}</h2>
      <time dateTime={at}>{localDateTime(at)}</time>
      <p>{text}</p>
      <About notification={notification} />
    </li>
  );
}

function About({ notification }: { notification: Notification }) {
  const { template, order_id: orderId, event_id: eventId } = notification;
  // Of a dispute its organizer is told, and the order is the buyer's.
  if (orderId && template !== 'order_disputed') {
    return (
      <TextLink to="/orders/$orderId" params={{ orderId }}>
        <Trans>Show the order</Trans>
      </TextLink>
    );
  }
  if (!eventId) return null;
  return (
    <TextLink to="/events/$eventId" params={{ eventId }}>
      <Trans>Show the event</Trans>
    </TextLink>
  );
}
