import { Trans, useLingui } from '@lingui/react/macro';
import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { createFileRoute } from '@tanstack/react-router';
import { useState } from 'react';

import { TextLink } from '@/components/ui/links';
import { Outcome } from '@/components/ui/outcome';
import { Page } from '@/components/ui/page';
import { RegisterForm } from '@/features/accounts/components/register-form';
import { configQuery } from '@/lib/config';
import { searchOf, text } from '@/lib/search';

import { keepReturnTo } from '../return-to';
import classes from './accounts.module.css';

export const Route = createFileRoute('/register')({
  validateSearch: searchOf({ to: text }),
  component: RegisterPage,
});

function RegisterPage() {
  const { t } = useLingui();
  const { to } = Route.useSearch();
  const [registered, setRegistered] = useState<string | null>(null);

  function registeredAs(email: string) {
    keepReturnTo(to);
    setRegistered(email);
  }

  if (registered !== null) return <CheckYourMail email={registered} />;
  return (
    <Page
      title={t`Create an account`}
      lead={<Trans>One account for all your tickets, with your name on them.</Trans>}
      width="form"
    >
      <div className={classes.stack}>
        <RegisterForm onRegistered={registeredAs} />
        <div className={classes.links}>
          <span>
            <Trans>
              Have one already?{' '}
              <TextLink to="/login" search={{ to }}>
                Log in
              </TextLink>
            </Trans>
          </span>
        </div>
      </div>
    </Page>
  );
}

function CheckYourMail({ email }: { email: string }) {
  const { t } = useLingui();
  const config = useQuery(configQuery);
  const inbox = config.data?.inbox_url;
  return (
    <Page title={t`Look into your inbox`} width="form">
      <Outcome
        tone="info"
        title={<Trans>We sent a mail to {email}</Trans>}
        actions={
          inbox && (
            <Button component="a" variant="default" href={inbox} target="_blank" rel="noreferrer">
              <Trans>Open the development inbox</Trans>
            </Button>
          )
        }
      >
        <p>
          <Trans>Open the link in it to confirm the address. It works for a day.</Trans>
        </p>
      </Outcome>
    </Page>
  );
}
