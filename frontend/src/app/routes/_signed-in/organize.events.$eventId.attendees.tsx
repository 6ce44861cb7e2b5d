import { useLingui } from '@lingui/react/macro';
import { NativeSelect } from '@mantine/core';
import { useSuspenseQuery } from '@tanstack/react-query';
import { createFileRoute } from '@tanstack/react-router';

import { FilterBar } from '@/components/ui/filter-bar';
import { ListSearch } from '@/components/ui/list-search';
import type { AttendeeFilters } from '@/features/attendees/api/attendees';
import { AttendeeList } from '@/features/attendees/components/attendee-list';
import { ExportAttendees } from '@/features/attendees/components/export-attendees';
import { ownEventQuery } from '@/features/own-events/api/own-events';
import { EventDesk } from '@/features/own-events/components/event-desk';
import { oneOf, searchOf, text } from '@/lib/search';

const SHOWN = ['expected', 'inside', 'voided', 'refunded'] as const;
const FILTERS: Record<(typeof SHOWN)[number], AttendeeFilters> = {
  expected: { status: 'valid', checked_in: false },
  inside: { checked_in: true },
  voided: { status: 'voided' },
  refunded: { status: 'refunded' },
};

export const Route = createFileRoute('/_signed-in/organize/events/$eventId/attendees')({
  validateSearch: searchOf({ q: text, show: oneOf(...SHOWN) }),
  component: AttendeesPage,
});

function AttendeesPage() {
  const { t } = useLingui();
  const { eventId } = Route.useParams();
  const { q, show } = Route.useSearch();
  const { slug } = useSuspenseQuery(ownEventQuery(eventId)).data.data;
  const filters = { q, ...(show ? FILTERS[show] : {}) };
  const navigate = Route.useNavigate();
  const narrow = (change: { q?: string; show?: typeof show }) =>
    void navigate({ search: { q, show, ...change }, replace: true, resetScroll: false });

  return (
    <EventDesk isOfSale eventId={eventId} title={t`Attendees`}>
      <FilterBar
        actions={
          <ExportAttendees eventId={eventId} filters={filters} fileName={`${slug}-attendees`} />
        }
      >
        <ListSearch
          label={t`Name or order number`}
          value={q ?? ''}
          onSearch={(text) => narrow({ q: text || undefined })}
        />
        <NativeSelect
          label={t`Show`}
          value={show ?? ''}
          onChange={(change) =>
            narrow({ show: (change.currentTarget.value || undefined) as typeof show })
          }
          data={[
            { value: '', label: t`All tickets` },
            { value: 'expected', label: t`Not here yet` },
            { value: 'inside', label: t`Checked in` },
            { value: 'voided', label: t`Voided` },
            { value: 'refunded', label: t`Refunded` },
          ]}
        />
      </FilterBar>
      <AttendeeList eventId={eventId} filters={filters} />
    </EventDesk>
  );
}
