import { Trans, useLingui } from '@lingui/react/macro';
import { useSuspenseQuery } from '@tanstack/react-query';
import { createFileRoute } from '@tanstack/react-router';

import { LinkButton, TextLink } from '@/components/ui/links';
import { Page } from '@/components/ui/page';
import { Panel } from '@/components/ui/panel';
import { type Organizer, organizersQuery } from '@/features/organizers/api/organizers';
import { InviteMember } from '@/features/organizers/components/invite-member';
import { MemberList } from '@/features/organizers/components/member-list';
import { RenameOrganizer } from '@/features/organizers/components/rename-organizer';

import classes from './organize.module.css';

export const Route = createFileRoute('/_signed-in/organize/organizers/$organizerId')({
  loader: ({ context: { queryClient } }) => queryClient.ensureQueryData(organizersQuery()),
  component: OrganizerPage,
});

/** Who puts on the events: its name, and who manages them. */
function OrganizerPage() {
  const { organizerId } = Route.useParams();
  const { data: organizers } = useSuspenseQuery(organizersQuery());
  const organizer = organizers.find(({ id }) => id === organizerId);
  return organizer ? <Managed organizer={organizer} /> : <NotYours />;
}

function Managed({ organizer }: { organizer: Organizer }) {
  const { t } = useLingui();
  return (
    <Page
      title={`${t`Members`} · ${organizer.name}`}
      heading={organizer.name}
      lead={
        <Trans>
          Who manages its events.{' '}
          <TextLink to="/organize" search={{ organizer: organizer.id }}>
            My events
          </TextLink>
        </Trans>
      }
    >
      <div className={classes.stack}>
        <Panel title={<Trans>Members</Trans>}>
          <MemberList organizerId={organizer.id} />
        </Panel>
        <Panel title={<Trans>Invite somebody</Trans>}>
          <InviteMember organizerId={organizer.id} />
        </Panel>
        <Panel title={<Trans>What it is called</Trans>}>
          <RenameOrganizer organizer={organizer} />
        </Panel>
      </div>
    </Page>
  );
}

function NotYours() {
  const { t } = useLingui();
  return (
    <Page title={t`This organizer is not yours to manage`} width="reading">
      <LinkButton to="/organize">
        <Trans>My events</Trans>
      </LinkButton>
    </Page>
  );
}
