import type { MessageDescriptor } from '@lingui/core';
import { msg } from '@lingui/core/macro';
import { Trans, useLingui } from '@lingui/react/macro';
import { Button, Checkbox } from '@mantine/core';
import { useState } from 'react';

import { ErrorNotice } from '@/components/ui/error-notice';
import { Tag } from '@/components/ui/tag';
import { Unfold, UnfoldActions } from '@/components/ui/unfold';

import {
  type AdminAccount,
  GRANTED_ROLES,
  type GrantedRole,
  roleChanges,
  useSetRoles,
} from '../api/admin-accounts';
import classes from './account-table.module.css';

const NAMES: Record<GrantedRole, MessageDescriptor> = {
  Admin: msg`Admin`,
  EventCreator: msg`Organizer`,
  Operator: msg`Door staff`,
};
const MEANINGS: Record<GrantedRole, MessageDescriptor> = {
  Admin: msg`Sees and changes everything.`,
  EventCreator: msg`Creates events and sees what they sell.`,
  Operator: msg`Checks in at the events that they are staff of.`,
};

/** What an account may do beyond buying, and the way to change it. */
export function AccountRoles({ account }: { account: AdminAccount }) {
  const { i18n } = useLingui();
  const granted = GRANTED_ROLES.filter((role) => account.roles.includes(role));
  return (
    <div className={classes.roles}>
      <span className={classes.tags}>
        {granted.map((role) => (
          <Tag key={role} tone="info">
            {i18n._(NAMES[role])}
          </Tag>
        ))}
        {granted.length === 0 && (
          <Tag>
            <Trans>Attendee</Trans>
          </Tag>
        )}
      </span>
      <Unfold
        label={<Trans>Change roles</Trans>}
        title={<Trans>What may {account.email} do?</Trans>}
      >
        {(close) => <RoleFields account={account} granted={granted} close={close} />}
      </Unfold>
    </div>
  );
}

interface RoleFieldsProps {
  account: AdminAccount;
  granted: GrantedRole[];
  close: () => void;
}

function RoleFields({ account, granted, close }: RoleFieldsProps) {
  const { i18n } = useLingui();
  const [chosen, setChosen] = useState<string[]>(granted);
  const setRoles = useSetRoles();
  const roles = GRANTED_ROLES.filter((role) => chosen.includes(role));
  const { withdrawn } = roleChanges(account.roles, roles);

  return (
    <>
      <Checkbox.Group value={chosen} onChange={setChosen} className={classes.choices}>
        {GRANTED_ROLES.map((role) => (
          <Checkbox
            key={role}
            value={role}
            size="md"
            label={i18n._(NAMES[role])}
            description={i18n._(MEANINGS[role])}
          />
        ))}
      </Checkbox.Group>
      {withdrawn.length > 0 && (
        <p>
          <Trans>Who loses a role is signed out everywhere, at once.</Trans>
        </p>
      )}
      {setRoles.error && <ErrorNotice error={setRoles.error} />}
      <UnfoldActions close={close}>
        <Button
          loading={setRoles.isPending}
          onClick={() => setRoles.mutate({ account, roles }, { onSuccess: close })}
        >
          <Trans>Save the roles</Trans>
        </Button>
      </UnfoldActions>
    </>
  );
}
