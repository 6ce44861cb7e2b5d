import { Trans } from '@lingui/react/macro';

import { LinkButton } from '@/components/ui/links';
import { Outcome } from '@/components/ui/outcome';

/** For who follows the link of the mail: an offer is shown to its address only, so somebody must say who they are. */
export function SignInFirst({ returnTo }: { returnTo: string }) {
  return (
    <Outcome
      tone="info"
      title={<Trans>Log in to see the offer</Trans>}
      actions={
        <>
          <LinkButton to="/login" search={{ to: returnTo }} size="lg">
            <Trans>Log in</Trans>
          </LinkButton>
          <LinkButton to="/register" search={{ to: returnTo }} size="lg" variant="default">
            <Trans>Create an account</Trans>
          </LinkButton>
        </>
      }
    >
      <p>
        <Trans>
          Use the e-mail address that the mail with this link came to: only its owner sees the offer
          and can accept it. Afterwards you come back here.
        </Trans>
      </p>
    </Outcome>
  );
}
