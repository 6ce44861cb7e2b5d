import { useLingui } from '@lingui/react/macro';
import { useQueryErrorResetBoundary } from '@tanstack/react-query';
import { type ErrorComponentProps, useRouter } from '@tanstack/react-router';

import { ErrorNotice } from '@/components/ui/error-notice';
import { Page } from '@/components/ui/page';
import { ApiError } from '@/lib/api/problem';

import { NotFound } from './not-found';

/** A page that could not be shown: what is not there, or what went wrong and how to try again. */
export function RouteError({ error, reset }: ErrorComponentProps) {
  const { t } = useLingui();
  const router = useRouter();
  const { reset: resetQueries } = useQueryErrorResetBoundary();

  if (error instanceof ApiError && error.status === 404) return <NotFound />;

  const retry = () => {
    resetQueries();
    reset();
    void router.invalidate();
  };
  return (
    <Page title={t`This page could not be loaded`} width="reading">
      <ErrorNotice error={error} retry={retry} />
    </Page>
  );
}
