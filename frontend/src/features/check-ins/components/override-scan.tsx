import { Trans, useLingui } from '@lingui/react/macro';

import { Unfold } from '@/components/ui/unfold';

import { ReasonForm } from './reason-form';

interface OverrideScanProps {
  isPending: boolean;
  onReason: (reason: string) => void;
}

/** Lets somebody in although the ticket is refused, where that is the operator's to decide. */
export function OverrideScan({ isPending, onReason }: OverrideScanProps) {
  const { t } = useLingui();
  return (
    <Unfold
      label={<Trans>Admit all the same</Trans>}
      title={<Trans>Admit this ticket although it is refused?</Trans>}
    >
      {(close) => (
        <ReasonForm
          action={<Trans>Admit</Trans>}
          example={t`Early entry, agreed with the organizer`}
          isPending={isPending}
          error={null}
          close={close}
          onReason={onReason}
        >
          <Trans>Your name and the reason are kept with the check-in.</Trans>
        </ReasonForm>
      )}
    </Unfold>
  );
}
