import { Trans, useLingui } from '@lingui/react/macro';

import { Unfold } from '@/components/ui/unfold';

import { useUndoCheckIn } from '../api/check-ins';
import { ReasonForm } from './reason-form';

interface UndoCheckInProps {
  eventId: string;
  checkInId: string;
  holderName: string;
  onUndone: () => void;
}

/** Takes a check-in back, so that the ticket can enter again. */
export function UndoCheckIn({ eventId, checkInId, holderName, onUndone }: UndoCheckInProps) {
  const { t } = useLingui();
  const undo = useUndoCheckIn(eventId);

  return (
    <Unfold
      label={<Trans>Take it back</Trans>}
      title={<Trans>Take back the check-in of {holderName}?</Trans>}
    >
      {(close) => (
        <ReasonForm
          action={<Trans>Take the check-in back</Trans>}
          example={t`Scanned by mistake`}
          isPending={undo.isPending}
          error={undo.error}
          close={close}
          onReason={(reason) =>
            undo.mutate(
              { checkInId, reason },
              {
                onSuccess: () => {
                  close();
                  onUndone();
                },
              },
            )
          }
        >
          <Trans>The ticket can be used again then. Your name and the reason are kept.</Trans>
        </ReasonForm>
      )}
    </Unfold>
  );
}
