import { Trans } from '@lingui/react/macro';

import { LinkButton } from '@/components/ui/links';

import type { NextStep } from '../api/next-step';

interface NextStepLinkProps {
  eventId: string;
  step: NextStep;
}

/** Leads to where the next thing is done. */
export function NextStepLink({ eventId, step }: NextStepLinkProps) {
  const params = { eventId };
  switch (step) {
    case 'set_place_and_time':
      return (
        <LinkButton to="/organize/events/$eventId/details" params={params} variant="light">
          <Trans>Set place and time</Trans>
        </LinkButton>
      );
    case 'add_tickets':
      return (
        <LinkButton to="/organize/events/$eventId/ticket-types" params={params} variant="light">
          <Trans>Add tickets</Trans>
        </LinkButton>
      );
    case 'publish':
      return (
        <LinkButton to="/organize/events/$eventId" params={params}>
          <Trans>Check and publish</Trans>
        </LinkButton>
      );
    case 'set_new_date':
      return (
        <LinkButton to="/organize/events/$eventId" params={params} variant="light">
          <Trans>Set the new date</Trans>
        </LinkButton>
      );
    case 'watch':
      return (
        <LinkButton to="/organize/events/$eventId/analytics" params={params} variant="default">
          <Trans>Watch the sale</Trans>
        </LinkButton>
      );
  }
}
