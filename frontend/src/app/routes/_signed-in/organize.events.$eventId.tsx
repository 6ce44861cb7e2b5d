import { Trans, useLingui } from '@lingui/react/macro';
import { useSuspenseQuery } from '@tanstack/react-query';
import { createFileRoute, Outlet } from '@tanstack/react-router';

import { LinkButton } from '@/components/ui/links';
import { Page } from '@/components/ui/page';
import { organizersQuery } from '@/features/organizers/api/organizers';
import { ownEventQuery } from '@/features/own-events/api/own-events';
import { useAccount } from '@/lib/session/use-session';

/** Everything about one event, for those who manage it. */
export const Route = createFileRoute('/_signed-in/organize/events/$eventId')({
  loader: ({ context: { queryClient }, params: { eventId } }) =>
    Promise.all([
      queryClient.ensureQueryData(organizersQuery()),
      queryClient.ensureQueryData(ownEventQuery(eventId)),
    ]),
  component: EventDeskPage,
});

function EventDeskPage() {
  const { eventId } = Route.useParams();
  const { data: organizers } = useSuspenseQuery(organizersQuery());
  const { data: event } = useSuspenseQuery(ownEventQuery(eventId));
  const isAdmin = useAccount()?.roles.includes('Admin') ?? false;
  // A published event is everybody's to see, and only its organizer's to manage.
  const isOwn = isAdmin || organizers.some(({ id }) => id === event.data.organizer_id);
  return isOwn ? <Outlet /> : <NotYours title={event.data.title} />;
}

function NotYours({ title }: { title: string }) {
  const { t } = useLingui();
  return (
    <Page
      title={t`This event is not yours to manage`}
      lead={
        <Trans>
          “{title}” belongs to an organizer that this account is no member of. Somebody who manages
          it can invite you.
        </Trans>
      }
      width="reading"
    >
      <LinkButton to="/organize">
        <Trans>My events</Trans>
      </LinkButton>
    </Page>
  );
}
