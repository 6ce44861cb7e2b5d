import { Trans } from '@lingui/react/macro';
import { Skeleton } from '@mantine/core';
import { lazy, Suspense } from 'react';

import { LinkButton } from '@/components/ui/links';
import { useSession } from '@/lib/session/use-session';

// Most who open an event's page are nobody yet, and a menu is heavy.
const SignedInMenu = lazy(() => import('./signed-in-menu'));

/** Who is signed in and where they can go; for everybody else the way in. */
export function AccountMenu() {
  const state = useSession();

  if (state.status === 'unknown')
    return state.isUnreachable ? <Trans>No connection</Trans> : <Placeholder />;
  if (state.status === 'signed_out') {
    return (
      <LinkButton to="/login" variant="default" radius="xl">
        <Trans>Log in</Trans>
      </LinkButton>
    );
  }
  return (
    <Suspense fallback={<Placeholder />}>
      <SignedInMenu account={state.account} />
    </Suspense>
  );
}

function Placeholder() {
  return <Skeleton height={44} width={120} radius="xl" />;
}
