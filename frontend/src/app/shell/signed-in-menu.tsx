import { Trans, useLingui } from '@lingui/react/macro';
import { Button, Menu } from '@mantine/core';
import { Link, useNavigate } from '@tanstack/react-router';

import { PersonIcon } from '@/components/ui/icons';
import { useLogOut } from '@/features/accounts/api/accounts';
import type { Account } from '@/lib/session/session';

import classes from './signed-in-menu.module.css';

const AT_THE_DOOR = ['Operator', 'EventCreator', 'Admin'];

export default function SignedInMenu({ account }: { account: Account }) {
  const { t } = useLingui();
  const navigate = useNavigate();
  const logOut = useLogOut();
  const { name, email, roles } = account;

  // First away from what only they may see, then out.
  async function leave() {
    await navigate({ to: '/' });
    logOut.mutate();
  }

  return (
    <Menu position="bottom-end" width={250} radius="md" shadow="md">
      <Menu.Target>
        <Button
          variant="default"
          radius="xl"
          leftSection={<PersonIcon />}
          aria-label={t`Account of ${name}`}
          classNames={{ label: classes.name, section: classes.icon }}
        >
          <span className={classes.text}>{name}</span>
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
        <Menu.Item component={Link} to="/notifications">
          <Trans>Messages to you</Trans>
        </Menu.Item>
        <Menu.Item component={Link} to="/organize">
          <Trans>Organize events</Trans>
        </Menu.Item>
        <Menu.Item component={Link} to="/account">
          <Trans>Account and settings</Trans>
        </Menu.Item>
        {AT_THE_DOOR.some((role) => roles.includes(role)) && (
          <Menu.Item component={Link} to="/check-in">
            <Trans>Check-in</Trans>
          </Menu.Item>
        )}
        {roles.includes('Admin') && (
          <Menu.Item component={Link} to="/admin">
            <Trans>Administration</Trans>
          </Menu.Item>
        )}
        <Menu.Divider />
        <Menu.Item onClick={() => void leave()}>
          <Trans>Log out</Trans>
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
