import { Trans, useLingui } from '@lingui/react/macro';
import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';

import { EmptyState } from '@/components/ui/empty-state';
import { ErrorNotice } from '@/components/ui/error-notice';
import { ScanIcon } from '@/components/ui/icons';
import { InviteForm } from '@/components/ui/invite-form';
import { InvitedTable } from '@/components/ui/invited-table';
import { Loaded } from '@/components/ui/loaded';
import { Panel } from '@/components/ui/panel';

import { type Staff, staffQuery, useInviteStaff, useRemoveStaff } from '../api/staff';
import classes from './staff.module.css';

/** Who may scan tickets at the event's doors. */
export function StaffList({ eventId }: { eventId: string }) {
  const { t } = useLingui();
  const staff = useQuery(staffQuery(eventId));
  const invite = useInviteStaff(eventId);
  return (
    <div className={classes.stack}>
      <Panel title={<Trans>Add somebody</Trans>}>
        <InviteForm
          invite={invite}
          description={t`They can scan as soon as an account has this address.`}
          action={<Trans>Add to the staff</Trans>}
        />
      </Panel>
      <Loaded query={staff}>
        {(people) =>
          people.length > 0 ? <People eventId={eventId} people={people} /> : <NobodyYet />
        }
      </Loaded>
    </div>
  );
}

function NobodyYet() {
  return (
    <EmptyState icon={<ScanIcon size={26} />} title={<Trans>Nobody at the doors yet</Trans>}>
      <Trans>Those who manage the event can check tickets too. Add the others above.</Trans>
    </EmptyState>
  );
}

function People({ eventId, people }: { eventId: string; people: Staff[] }) {
  const { t } = useLingui();
  const remove = useRemoveStaff(eventId);
  return (
    <>
      {remove.error && <ErrorNotice error={remove.error} />}
      <InvitedTable
        label={t`Staff`}
        // Whether somebody has the address is never told of staff.
        people={people.map((one) => ({ ...one, status: undefined }))}
        renderRemove={(one) => (
          <Button
            variant="default"
            aria-label={t`Remove ${one.email}`}
            loading={remove.isPending && remove.variables === one.id}
            onClick={() => remove.mutate(one.id)}
          >
            <Trans>Remove</Trans>
          </Button>
        )}
      />
    </>
  );
}
