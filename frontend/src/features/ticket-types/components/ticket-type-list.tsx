import { Trans } from '@lingui/react/macro';
import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';

import { EmptyState } from '@/components/ui/empty-state';
import { ErrorNotice } from '@/components/ui/error-notice';
import { PlusIcon, TicketIcon } from '@/components/ui/icons';
import { Loaded } from '@/components/ui/loaded';
import { Panel } from '@/components/ui/panel';
import { Unfold, UnfoldActions } from '@/components/ui/unfold';

import { changeIn, creationIn } from '../api/fields';
import {
  type TicketType,
  ticketTypesQuery,
  useChangeTicketType,
  useCreateTicketType,
  useRemoveTicketType,
  useSetCapacity,
} from '../api/ticket-types';
import { CapacityForm } from './capacity-form';
import { OverallCapacity } from './overall-capacity';
import { TicketTypeFacts } from './ticket-type-facts';
import { TicketTypeForm } from './ticket-type-form';
import classes from './ticket-types.module.css';

interface TicketTypeListProps {
  eventId: string;
  timeZone: string;
  isDraft: boolean;
  isCanceled: boolean;
  /** By the ids of types, as far as it is known. */
  sold: Record<string, number>;
}

export function TicketTypeList(props: TicketTypeListProps) {
  const types = useQuery(ticketTypesQuery(props.eventId));
  return <Loaded query={types}>{(data) => <Types {...props} types={data} />}</Loaded>;
}

function Types(props: TicketTypeListProps & { types: TicketType[] }) {
  const { types, isCanceled } = props;
  const currency = types[0]?.currency ?? null;
  return (
    <div className={classes.form}>
      {types.length > 0 ? (
        <ul className={classes.list}>
          {types.map((type) => (
            <li key={type.id}>
              <Panel>
                <TicketTypeFacts type={type} timeZone={props.timeZone} sold={props.sold[type.id]} />
                {!type.is_withdrawn && !isCanceled && (
                  <TypeActions {...props} type={type} isOnly={types.length === 1} />
                )}
              </Panel>
            </li>
          ))}
        </ul>
      ) : (
        <EmptyState icon={<TicketIcon size={26} />} title={<Trans>No tickets yet</Trans>}>
          <Trans>
            Add one kind of ticket for each price: standing, seated, reduced, backstage.
          </Trans>
        </EmptyState>
      )}
      {!isCanceled && types.length > 1 && <OverallCapacity {...props} />}
      {!isCanceled && (
        <div className={classes.actions}>
          <AddType {...props} currency={currency} />
        </div>
      )}
    </div>
  );
}

function AddType({
  eventId,
  timeZone,
  currency,
}: TicketTypeListProps & { currency: string | null }) {
  const create = useCreateTicketType(eventId);
  return (
    <Unfold
      icon={<PlusIcon />}
      label={<Trans>Add tickets</Trans>}
      title={<Trans>What do you sell?</Trans>}
    >
      {(close) => (
        <TicketTypeForm
          type={null}
          currency={currency}
          timeZone={timeZone}
          hasCapacity
          error={create.error}
          isSaving={create.isPending}
          save={(fields) => create.mutate(creationIn(fields, timeZone), { onSuccess: close })}
          close={close}
        />
      )}
    </Unfold>
  );
}

type TypeActionsProps = TicketTypeListProps & { type: TicketType; isOnly: boolean };

function TypeActions({ eventId, timeZone, isDraft, type, isOnly }: TypeActionsProps) {
  const change = useChangeTicketType(eventId);
  const set = useSetCapacity(eventId);
  return (
    <div className={classes.actions}>
      <Unfold label={<Trans>Edit</Trans>} title={<Trans>Edit “{type.name}”</Trans>}>
        {(close) => (
          <TicketTypeForm
            type={type}
            currency={isDraft && isOnly ? null : type.currency}
            timeZone={timeZone}
            hasCapacity={false}
            error={change.error}
            isSaving={change.isPending}
            save={(fields) =>
              change.mutate(
                { id: type.id, change: changeIn(fields, timeZone) },
                { onSuccess: close },
              )
            }
            close={close}
          />
        )}
      </Unfold>
      <Unfold
        label={<Trans>Change how many</Trans>}
        title={<Trans>How many “{type.name}” tickets are there?</Trans>}
      >
        {(close) => (
          <CapacityForm
            capacity={type.capacity}
            least={0}
            error={set.error}
            isSaving={set.isPending}
            save={(capacity) => set.mutate({ id: type.id, capacity }, { onSuccess: close })}
            close={close}
          />
        )}
      </Unfold>
      <RemoveType type={type} isDraft={isDraft} />
    </div>
  );
}

function RemoveType({ type, isDraft }: { type: TicketType; isDraft: boolean }) {
  const remove = useRemoveTicketType(type.event_id);
  return (
    <Unfold
      label={isDraft ? <Trans>Delete</Trans> : <Trans>Take off sale</Trans>}
      title={
        isDraft ? (
          <Trans>Delete “{type.name}”?</Trans>
        ) : (
          <Trans>Take “{type.name}” off sale for good?</Trans>
        )
      }
    >
      {(close) => (
        <>
          {!isDraft && (
            <p>
              <Trans>Nobody can buy it any more. Tickets that are sold stay valid.</Trans>
            </p>
          )}
          {remove.error && <ErrorNotice error={remove.error} />}
          <UnfoldActions close={close}>
            <Button
              color="red.9"
              loading={remove.isPending}
              onClick={() => remove.mutate(type.id, { onSuccess: close })}
            >
              {isDraft ? <Trans>Delete it</Trans> : <Trans>Take it off sale</Trans>}
            </Button>
          </UnfoldActions>
        </>
      )}
    </Unfold>
  );
}
