import { Trans, useLingui } from '@lingui/react/macro';
import { createFileRoute } from '@tanstack/react-router';

import { Page } from '@/components/ui/page';
import { eventsQuery, filtersOf } from '@/features/events/api/events';
import { EventGrid } from '@/features/events/components/event-grid';
import { EventSearch } from '@/features/events/components/event-search';
import { day, searchOf, text } from '@/lib/search';

import classes from './index.module.css';

export const Route = createFileRoute('/')({
  validateSearch: searchOf({ q: text, city: text, category: text, from: day, to: day }),
  // What stands in the address for all pages is no filter of this one.
  loaderDeps: ({ search }) => filtersOf(search),
  // Begun here, awaited by the list, so that the page and its search field stand at once.
  loader: ({ context, deps }) => {
    void context.queryClient.prefetchInfiniteQuery(eventsQuery(deps));
  },
  component: HomePage,
});

function HomePage() {
  const { t } = useLingui();
  const filters = Route.useLoaderDeps();
  const navigate = Route.useNavigate();
  const isFiltered = Object.values(filters).some(Boolean);

  return (
    <Page
      title={t`What’s on`}
      heading={
        <span className={classes.hero}>
          <Trans>
            Good nights <em>start here.</em>
          </Trans>
        </span>
      }
      lead={
        <Trans>
          Concerts, plays and parties near you. Your ticket is on your phone in a minute.
        </Trans>
      }
    >
      <EventSearch
        filters={filters}
        onSearch={(search) => void navigate({ search, resetScroll: false })}
      />
      <section className={classes.list}>
        <h2>{isFiltered ? <Trans>What we found</Trans> : <Trans>Coming up</Trans>}</h2>
        <EventGrid filters={filters} />
      </section>
    </Page>
  );
}
