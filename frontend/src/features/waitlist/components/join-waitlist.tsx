import { Trans, useLingui } from '@lingui/react/macro';
import { Button } from '@mantine/core';
import { useState } from 'react';

import { ErrorNotice } from '@/components/ui/error-notice';
import { QuantityPicker } from '@/components/ui/quantity-picker';
import { Unfold, UnfoldActions } from '@/components/ui/unfold';

interface JoinWaitlistProps {
  ticketTypeName: string;
  mostPerOrder: number;
  isJoining: boolean;
  error: Error | null;
  onJoin: (quantity: number) => void;
}

/** For a ticket type that is sold out: how many one would take, and the way into the line. */
export default function JoinWaitlist(props: JoinWaitlistProps) {
  const { ticketTypeName, mostPerOrder, isJoining, error, onJoin } = props;
  const { t } = useLingui();
  const [quantity, setQuantity] = useState(1);

  return (
    <Unfold
      label={<Trans>Join the waitlist</Trans>}
      title={<Trans>Wait for {ticketTypeName}?</Trans>}
    >
      {(close) => (
        <>
          <p>
            <Trans>
              When tickets come back they are offered in the order of the line, by e-mail and for a
              short time. It costs nothing and promises nothing.
            </Trans>
          </p>
          <QuantityPicker
            label={t`Tickets wanted`}
            value={quantity}
            max={mostPerOrder}
            onChange={(wanted) => setQuantity(Math.max(1, wanted))}
          />
          {error && <ErrorNotice error={error} />}
          <UnfoldActions close={close}>
            <Button loading={isJoining} onClick={() => onJoin(quantity)}>
              <Trans>Yes, wait in line</Trans>
            </Button>
          </UnfoldActions>
        </>
      )}
    </Unfold>
  );
}
