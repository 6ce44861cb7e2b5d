import { Trans } from '@lingui/react/macro';
import { Button } from '@mantine/core';

import { Outcome } from '@/components/ui/outcome';

interface NoSuchOfferProps {
  /** Of whoever is signed in. */
  email: string;
  isLeaving: boolean;
  onLookAgain: () => void;
  onLogOut: () => void;
}

/** The server says the same of an offer to another address as of none: what can be wrong, and how to mend it. */
export function NoSuchOffer(props: NoSuchOfferProps) {
  const { email, isLeaving, onLookAgain, onLogOut } = props;
  return (
    <div data-testid="not-found">
      <Outcome
        tone="warn"
        title={<Trans>There is no such offer for {email}</Trans>}
        actions={
          <>
            <Button onClick={onLookAgain}>
              <Trans>Look again</Trans>
            </Button>
            <Button variant="default" onClick={onLogOut} loading={isLeaving}>
              <Trans>Use another address</Trans>
            </Button>
          </>
        }
      >
        <p>
          <Trans>
            An offer is shown only to the address that its mail was sent to, once that address is
            confirmed. You are logged in as {email}.
          </Trans>
        </p>
        <p>
          <Trans>
            You have confirmed it just now? Then look again in a few seconds. Did the mail come to
            another address of yours? Then log in with that one.
          </Trans>
        </p>
      </Outcome>
    </div>
  );
}
