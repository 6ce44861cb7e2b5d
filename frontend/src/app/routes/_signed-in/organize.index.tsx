import { Trans, useLingui } from '@lingui/react/macro';
import { NativeSelect } from '@mantine/core';
import { useSuspenseQuery } from '@tanstack/react-query';
import { createFileRoute } from '@tanstack/react-router';

import { LinkButton } from '@/components/ui/links';
import { Page } from '@/components/ui/page';
import { Panel } from '@/components/ui/panel';
import { type Organizer, organizersQuery } from '@/features/organizers/api/organizers';
import { AddOrganizer, CreateOrganizer } from '@/features/organizers/components/create-organizer';
import { FirstSteps } from '@/features/organizers/components/first-steps';
import { Invitation } from '@/features/organizers/components/invitation';
import { CreateEvent } from '@/features/own-events/components/create-event';
import { OwnEventList } from '@/features/own-events/components/own-event-list';
import { oneOf, searchOf, text } from '@/lib/search';

import classes from './organize.module.css';

const status = oneOf('draft', 'published', 'postponed', 'canceled');

export const Route = createFileRoute('/_signed-in/organize/')({
  validateSearch: searchOf({ organizer: text, status }),
  loader: ({ context: { queryClient } }) => queryClient.ensureQueryData(organizersQuery()),
  component: OrganizePage,
});

function OrganizePage() {
  const { data: organizers } = useSuspenseQuery(organizersQuery());
  const { organizer: chosen } = Route.useSearch();
  const organizer = organizers.find(({ id }) => id === chosen) ?? organizers[0];
  return organizer ? <MyEvents organizer={organizer} organizers={organizers} /> : <Welcome />;
}

function Welcome() {
  const { t } = useLingui();
  const navigate = Route.useNavigate();
  return (
    <Page
      title={t`Sell tickets for your own events`}
      lead={
        <Trans>A concert in the village hall or a season at the theatre: it starts here.</Trans>
      }
    >
      <div className={classes.welcome}>
        <Panel title={<Trans>Who puts on the events?</Trans>}>
          <CreateOrganizer
            onCreated={(id) => void navigate({ search: { organizer: id }, replace: true })}
          />
        </Panel>
        <FirstSteps />
      </div>
    </Page>
  );
}

function MyEvents({ organizer, organizers }: { organizer: Organizer; organizers: Organizer[] }) {
  const { t } = useLingui();
  const { status } = Route.useSearch();
  const navigate = Route.useNavigate();
  const search = (change: { organizer?: string; status?: typeof status }) =>
    void navigate({ search: (before) => ({ ...before, ...change }), resetScroll: false });
  const create = (
    <CreateEvent
      organizerId={organizer.id}
      onCreated={(eventId) =>
        void navigate({ to: '/organize/events/$eventId/details', params: { eventId } })
      }
    />
  );

  return (
    <Page title={t`My events`} lead={organizer.name}>
      <div className={classes.stack}>
        <Invitation organizer={organizer} />
        <div className={classes.bar}>
          <NativeSelect
            label={t`State`}
            value={status ?? ''}
            onChange={(change) =>
              search({ status: (change.currentTarget.value || undefined) as typeof status })
            }
            data={[
              { value: '', label: t`All` },
              { value: 'draft', label: t`Drafts` },
              { value: 'published', label: t`Published` },
              { value: 'postponed', label: t`Postponed` },
              { value: 'canceled', label: t`Canceled` },
            ]}
          />
          {organizers.length > 1 && (
            <NativeSelect
              label={t`Organizer`}
              value={organizer.id}
              onChange={(change) => search({ organizer: change.currentTarget.value })}
              data={organizers.map(({ id, name }) => ({ value: id, label: name }))}
            />
          )}
          <div className={classes.doing}>
            {create}
            <LinkButton
              to="/organize/organizers/$organizerId"
              params={{ organizerId: organizer.id }}
              variant="default"
            >
              <Trans>Members</Trans>
            </LinkButton>
            <AddOrganizer onCreated={(id) => search({ organizer: id, status: undefined })} />
          </div>
        </div>
        <OwnEventList
          key={organizer.id}
          organizerId={organizer.id}
          status={status}
          firstSteps={<FirstSteps />}
        />
      </div>
    </Page>
  );
}
