import { Trans } from '@lingui/react/macro';

import { useFormat } from '@/lib/i18n/use-format';

import type { StandingCheckIn } from '../api/check-ins';

/** The later check-in of a ticket, of which an earlier one became known when its scan could be sent. */
export function AlsoLetIn({ checkIn: { at, gate } }: { checkIn: StandingCheckIn }) {
  const { localDateTime } = useFormat();
  const when = localDateTime(at);
  return (
    <span>
      {gate ? (
        <Trans>
          Also let in {when} at {gate}.
        </Trans>
      ) : (
        <Trans>Also let in {when}.</Trans>
      )}{' '}
      <Trans>Two people may have come in with this ticket.</Trans>
    </span>
  );
}
