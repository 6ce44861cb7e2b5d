import { Trans } from '@lingui/react/macro';
import { Button } from '@mantine/core';

import { ErrorNotice } from '@/components/ui/error-notice';
import { Notice } from '@/components/ui/notice';

import { type Organizer, useJoinOrganizer } from '../api/organizers';

/** To whoever was invited to manage the organizer and has not said yet that they come. */
export function Invitation({ organizer }: { organizer: Organizer }) {
  const join = useJoinOrganizer(organizer.id);
  if (!organizer.is_invited) return null;
  return (
    <>
      <Notice
        tone="info"
        title={<Trans>You were invited to manage the events of {organizer.name}</Trans>}
        actions={
          <Button onClick={() => join.mutate()} loading={join.isPending}>
            <Trans>Join</Trans>
          </Button>
        }
      >
        <Trans>The other members see your name once you have joined.</Trans>
      </Notice>
      {join.isError && <ErrorNotice error={join.error} />}
    </>
  );
}
