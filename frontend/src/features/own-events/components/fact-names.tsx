import { Trans } from '@lingui/react/macro';

import type { FactName } from '../api/facts';

/** What a fact is called on the screen. */
export function FactLabel({ name }: { name: FactName }) {
  switch (name) {
    case 'title':
      return <Trans>Title</Trans>;
    case 'summary':
      return <Trans>Summary</Trans>;
    case 'description':
      return <Trans>Description</Trans>;
    case 'category':
      return <Trans>Category</Trans>;
    case 'venue_id':
      return <Trans>Venue</Trans>;
    case 'doors_at':
      return <Trans>Doors open</Trans>;
    case 'starts_at':
      return <Trans>Start</Trans>;
    case 'ends_at':
      return <Trans>End</Trans>;
    case 'programme':
      return <Trans>Programme</Trans>;
  }
}
