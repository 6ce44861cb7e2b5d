import { createFileRoute, Outlet, redirect, useRouter } from '@tanstack/react-router';
import { useEffect } from 'react';

import { session } from '@/lib/api/client';
import { speakToSignedIn } from '@/lib/i18n/i18n';
import { ApiError } from '@/lib/api/problem';
import { useSession } from '@/lib/session/use-session';

/** What was kept on this device can be seen while nobody can say who is here; everything else needs an answer. */
const KEPT = /^\/tickets(\/|$)/;

/** Everything below needs somebody who is signed in; who is not comes back here after logging in. */
export const Route = createFileRoute('/_signed-in')({
  beforeLoad: async ({ location }) => {
    const settled = session.settle().catch((error: unknown) => {
      const isAnswer = !(error instanceof ApiError) || !error.isUnknownOutcome;
      if (isAnswer || !KEPT.test(location.pathname)) throw error;
      return session.getState();
    });
    const [state] = await Promise.all([settled, speakToSignedIn()]);
    if (state.status === 'signed_out') {
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
