import { Trans, useLingui } from '@lingui/react/macro';
import { createFileRoute, Link, Outlet } from '@tanstack/react-router';

import { useAccount } from '@/lib/session/use-session';

import { NoPermission } from '../../shell/no-permission';
import classes from './admin.module.css';

export const Route = createFileRoute('/_signed-in/admin')({ component: AdminFrame });

/** What looking after the system has in common: for admins only, and one way from page to page. */
function AdminFrame() {
  const { t } = useLingui();
  const isAdmin = useAccount()?.roles.includes('Admin') ?? false;
  if (!isAdmin) return <NoPermission />;
  return (
    <>
      <nav className={classes.nav} aria-label={t`Administration`}>
        <Link to="/admin" activeOptions={{ exact: true }}>
          <Trans>Services</Trans>
        </Link>
        <Link to="/admin/accounts">
          <Trans>Accounts</Trans>
        </Link>
        <Link to="/admin/events">
          <Trans context="several of them">Events</Trans>
        </Link>
        <Link to="/admin/orders">
          <Trans>Orders</Trans>
        </Link>
        <Link to="/admin/messages">
          <Trans>Failed messages</Trans>
        </Link>
        <Link to="/admin/refunds">
          <Trans>Failed refunds</Trans>
        </Link>
        <Link to="/admin/disputes">
          <Trans>Disputes</Trans>
        </Link>
        <Link to="/admin/reconciliations">
          <Trans>Reconciliations</Trans>
        </Link>
      </nav>
      <Outlet />
    </>
  );
}
