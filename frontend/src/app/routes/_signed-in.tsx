import { createFileRoute, Outlet, redirect, useRouter } from '@tanstack/react-router';
import { useEffect } from 'react';

import { session } from '@/lib/api/client';
import { speakToSignedIn } from '@/lib/i18n/i18n';
import { useSession } from '@/lib/session/use-session';

/** Everything below needs somebody who is signed in; who is not comes back here after logging in. */
export const Route = createFileRoute('/_signed-in')({
  beforeLoad: async ({ location }) => {
    const [state] = await Promise.all([session.settle(), speakToSignedIn()]);
    if (state.status !== 'signed_in') {
      throw redirect({ to: '/login', search: { to: location.href } });
    }
  },
  component: SignedIn,
});

function SignedIn() {
  const router = useRouter();
  const isOut = useSession().status === 'signed_out';

  // The session can end while a page is open: logged out in another tab, or revoked.
  useEffect(() => {
    if (!isOut) return;
    const to = router.latestLocation.href;
    void router.navigate({ to: '/login', search: { to }, replace: true });
  }, [isOut, router]);

  return isOut ? null : <Outlet />;
}
