import { Trans } from '@lingui/react/macro';
import { useInfiniteQuery } from '@tanstack/react-query';

import { EmptyState } from '@/components/ui/empty-state';
import { PersonIcon } from '@/components/ui/icons';
import { Listing } from '@/components/ui/listing';
import { useFormat } from '@/lib/i18n/use-format';

import { type Update, updatesQuery } from '../api/updates';
import classes from './updates.module.css';

/** What was written so far. */
export function UpdateList({ eventId }: { eventId: string }) {
  const list = useInfiniteQuery(updatesQuery(eventId));
  return (
    <Listing
      list={list}
      empty={
        <EmptyState icon={<PersonIcon size={26} />} title={<Trans>Nothing written yet</Trans>}>
          <Trans>
            A new time, place or date is told by itself. Write what else people should know.
          </Trans>
        </EmptyState>
      }
    >
      {(updates) => (
        <ul className={classes.list}>
          {updates.map((update) => (
            <UpdateItem key={update.id} update={update} />
          ))}
        </ul>
      )}
    </Listing>
  );
}

function UpdateItem({ update }: { update: Update }) {
  const { localDateTime } = useFormat();
  return (
    <li>
      <h3>{update.subject}</h3>
      <time dateTime={update.created_at}>{localDateTime(update.created_at)}</time>
      <p>{update.text}</p>
    </li>
  );
}
