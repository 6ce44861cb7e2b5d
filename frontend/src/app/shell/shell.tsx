import { Trans, useLingui } from '@lingui/react/macro';
import { Link, Outlet } from '@tanstack/react-router';

import { useSettingsOfAccount } from '@/features/accounts/api/locale';
import { useBrand } from '@/lib/brand';

import { AccountMenu } from './account-menu';
import { LanguageSwitch } from './language-switch';
import { SchemeSwitch } from './scheme-switch';
import classes from './shell.module.css';

export function Shell() {
  const { t } = useLingui();
  const brand = useBrand();
  useSettingsOfAccount();
  return (
    <>
      <a className={classes.skip} href="#content">
        <Trans>Skip to the content</Trans>
      </a>
      <header className={`sight-bar ${classes.header}`}>
        <div className="sight-line">
          <Link to="/" className={classes.brand}>
            <img src="/favicon.svg" alt="" width="30" height="30" />
            {brand}
          </Link>
          <nav className={classes.nav} aria-label={t`Main`}>
            <Link to="/" className={classes.link} activeOptions={{ exact: true }}>
              <Trans>Events</Trans>
            </Link>
            <Link to="/tickets" className={classes.link}>
              <Trans>My tickets</Trans>
            </Link>
            <AccountMenu />
          </nav>
        </div>
      </header>
      <main id="content" className={classes.main}>
        <Outlet />
      </main>
      <footer className={classes.footer}>
        <div className="sight-line">
          <span>
            <Trans>Tickets by {brand}</Trans>
          </span>
          <div className={classes.choices}>
            <LanguageSwitch />
            <SchemeSwitch />
          </div>
        </div>
      </footer>
    </>
  );
}
