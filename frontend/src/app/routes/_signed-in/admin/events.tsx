import { Trans, useLingui } from '@lingui/react/macro';
import { createFileRoute } from '@tanstack/react-router';

import { FilterBar } from '@/components/ui/filter-bar';
import { ListSearch } from '@/components/ui/list-search';
import { Page } from '@/components/ui/page';
import { AllEvents } from '@/features/own-events/components/all-events';
import { searchOf, text } from '@/lib/search';

export const Route = createFileRoute('/_signed-in/admin/events')({
  validateSearch: searchOf({ q: text }),
  component: EventsPage,
});

function EventsPage() {
  const { t } = useLingui();
  const { q = '' } = Route.useSearch();
  const navigate = Route.useNavigate();
  return (
    <Page
      title={t({ message: 'Events', context: 'several of them' })}
      lead={<Trans>Of all organizers, drafts and past ones too.</Trans>}
    >
      <FilterBar>
        <ListSearch
          label={t`Words, id or address`}
          value={q}
          onSearch={(text) =>
            void navigate({ search: { q: text || undefined }, replace: true, resetScroll: false })
          }
        />
      </FilterBar>
      <AllEvents q={q} />
    </Page>
  );
}
