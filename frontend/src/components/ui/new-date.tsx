import { Trans } from '@lingui/react/macro';

import { useFormat } from '@/lib/i18n/use-format';
import { isDateOpen, type Plans } from '@/lib/plans';

import { OrganizerSays } from './organizer-says';

interface NewDateProps {
  event: Plans & { status_reason?: string | null };
  timeZone: string;
}

/** What a postponement means for whoever has tickets: when it was to be, when it is now, and why. */
export function NewDate({ event, timeZone }: NewDateProps) {
  const { venueTime } = useFormat();
  const say = (moment: string) => {
    const { date, time, zone } = venueTime(moment, timeZone);
    return `${date}, ${time} (${zone})`;
  };
  const { starts_at, postponed_from, status_reason } = event;
  return (
    <>
      {!postponed_from ? (
        <Trans>Tickets stay valid for the new date.</Trans>
      ) : isDateOpen(event) ? (
        <Trans>
          It was to be on {say(postponed_from)}. The new date is not known yet; tickets stay valid
          for it, and whoever has one is told by e-mail.
        </Trans>
      ) : (
        <Trans>
          It was to be on {say(postponed_from)}. The new date is {say(starts_at)}; tickets stay
          valid for it.
        </Trans>
      )}
      <OrganizerSays reason={status_reason} />
    </>
  );
}
