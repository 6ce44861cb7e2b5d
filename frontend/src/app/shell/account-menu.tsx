import { Trans, useLingui } from '@lingui/react/macro';
import { Button, Menu, Skeleton } from '@mantine/core';
import { Link, useNavigate } from '@tanstack/react-router';

import { PersonIcon } from '@/components/ui/icons';
import { LinkButton } from '@/components/ui/links';
import { useLogOut } from '@/features/accounts/api/accounts';
import { useSession } from '@/lib/session/use-session';

import classes from './account-menu.module.css';

/** Who is signed in and where they can go; for everybody else the way in. */
export function AccountMenu() {
  const state = useSession();
  const { t } = useLingui();
  const navigate = useNavigate();
  const logOut = useLogOut();

  if (state.status === 'unknown') return <Skeleton height={44} width={120} radius="xl" />;
  if (state.status === 'signed_out') {
    return (
      <LinkButton to="/login" variant="default" radius="xl">
        <Trans>Log in</Trans>
      </LinkButton>
    );
  }

  const { name, email, roles } = state.account;
  const mayCheckIn = ['Operator', 'EventCreator', 'Admin'].some((role) => roles.includes(role));

  return (
    <Menu position="bottom-end" width={250} radius="md" shadow="md">
      <Menu.Target>
        <Button
          variant="default"
          radius="xl"
          leftSection={<PersonIcon />}
          aria-label={t`Account of ${name}`}
          classNames={{ label: classes.name }}
        >
          {name}
        </Button>
      </Menu.Target>
      <Menu.Dropdown className={classes.dropdown}>
        <Menu.Label>{email}</Menu.Label>
        <Menu.Item component={Link} to="/tickets">
          <Trans>My tickets</Trans>
        </Menu.Item>
        <Menu.Item component={Link} to="/orders">
          <Trans>My orders</Trans>
        </Menu.Item>
        <Menu.Item component={Link} to="/purchases">
          <Trans>Purchase history</Trans>
        </Menu.Item>
        {mayCheckIn && (
          <Menu.Item component={Link} to="/check-in">
            <Trans>Check-in</Trans>
          </Menu.Item>
        )}
        <Menu.Divider />
        <Menu.Item
          onClick={() => logOut.mutate(undefined, { onSuccess: () => navigate({ to: '/' }) })}
        >
          <Trans>Log out</Trans>
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
