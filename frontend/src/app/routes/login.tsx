import { Trans, useLingui } from '@lingui/react/macro';
import { createFileRoute, redirect, useRouter } from '@tanstack/react-router';

import { Notice } from '@/components/ui/notice';
import { Page } from '@/components/ui/page';
import { TextLink } from '@/components/ui/links';
import { LogInForm } from '@/features/accounts/components/log-in-form';
import { session } from '@/lib/api/client';
import { oneOf, searchOf, text } from '@/lib/search';

import { keepReturnTo, safeReturnTo, takeReturnTo } from '../return-to';
import classes from './accounts.module.css';

const validateSearch = searchOf({ to: text, after: oneOf('verified', 'reset') });

export const Route = createFileRoute('/login')({
  validateSearch,
  beforeLoad: async ({ search }) => {
    // Who cannot be asked can still try to log in.
    const state = await session.settle().catch(() => session.getState());
    if (state.status === 'signed_in') {
      throw redirect({ href: safeReturnTo(search.to) });
    }
  },
  component: LogInPage,
});

function LogInPage() {
  const { t } = useLingui();
  const { to, after } = Route.useSearch();
  const router = useRouter();

  return (
    <Page title={t`Log in`} width="form">
      <div className={classes.stack}>
        {after === 'verified' && (
          <Notice tone="good" title={<Trans>Your address is confirmed</Trans>}>
            <Trans>Log in and you are all set.</Trans>
          </Notice>
        )}
        {after === 'reset' && (
          <Notice tone="good" title={<Trans>Your new password is set</Trans>}>
            <Trans>Log in with it.</Trans>
          </Notice>
        )}
        <LogInForm
          onLoggedIn={() => router.history.push(safeReturnTo(to ?? takeReturnTo()))}
          onLinkSent={() => keepReturnTo(to)}
        />
        <div className={classes.links}>
          <TextLink to="/forgot-password">
            <Trans>Forgot your password?</Trans>
          </TextLink>
          <span>
            <Trans>
              New here?{' '}
              <TextLink to="/register" search={{ to }}>
                Create an account
              </TextLink>
            </Trans>
          </span>
        </div>
      </div>
    </Page>
  );
}
