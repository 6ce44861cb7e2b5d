import { Trans } from '@lingui/react/macro';
import { Button, Skeleton } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { lazy, type ReactNode, Suspense } from 'react';

import { ErrorNotice } from '@/components/ui/error-notice';
import { ArrowIcon } from '@/components/ui/icons';
import { useSession } from '@/lib/session/use-session';

import {
  type Availability,
  availabilityQuery,
  isOnSale,
  type SaleStatus,
  type TypeAvailability,
} from '../api/availability';
import { codeQuery, codesFor, type GivenCodes, withUnlocked } from '../api/entered-code';
import { countOf, possibleSelection, type Selection } from '../api/selection';
import { CodeEntry } from './code-entry';
import type { EventPlans } from './sale-closed';
import { SelectionTotal } from './selection-total';
import classes from './ticket-picker.module.css';
import { TicketTypeRow } from './ticket-type-row';

// Most who come can buy, and everybody loads the page.
const SaleClosed = lazy(() => import('./sale-closed'));

interface TicketPickerProps {
  eventId: string;
  /** What the organizer says of a ticket type; its availability does not. */
  describe: (ticketTypeId: string) => string;
  /** Of the event: when it takes place, and why it does not. */
  plans: EventPlans;
  selection: Selection;
  onSelect: (selection: Selection) => void;
  onBuy: (selection: Selection, codes: GivenCodes) => void;
  /** What somebody entered to get more, or to pay less. */
  code: string | undefined;
  onCode: (code: string | undefined) => void;
  onLogIn: () => void;
  isBuying: boolean;
  error: Error | null;
  /** The way into the line for a type that is sold out. */
  waitlistFor: (type: TypeAvailability) => ReactNode;
}

/** No code sells tickets then. */
const NOTHING_TO_OPEN = new Set<SaleStatus>(['canceled', 'postponed', 'ended']);

/** What is on sale and how many one wants of it. */
export function TicketPicker(props: TicketPickerProps) {
  const availability = useQuery(availabilityQuery(props.eventId));

  if (availability.isPending) return <Skeleton height={220} radius="lg" />;
  if (availability.isError) {
    return (
      <ErrorNotice
        error={availability.error}
        retry={() => void availability.refetch()}
        isRetrying={availability.isFetching}
      />
    );
  }
  return <Offer {...props} availability={availability.data} />;
}

function Offer({
  eventId,
  availability,
  describe,
  plans,
  selection: wanted,
  onSelect,
  onBuy,
  code,
  onCode,
  onLogIn,
  isBuying,
  error,
  waitlistFor,
}: TicketPickerProps & { availability: Availability }) {
  const isKnown = useSession().status !== 'signed_out';
  const lookup = useQuery({ ...codeQuery(eventId, code ?? ''), enabled: isKnown && Boolean(code) });
  const found = lookup.isSuccess ? lookup.data : undefined;
  const types = withUnlocked(availability.ticket_types, found?.unlocked ?? []);
  const selection = possibleSelection(wanted, types);
  const codes = codesFor(found, selection);
  const describeAny = (id: string) =>
    found?.unlocked.find((type) => type.id === id)?.description ?? describe(id);

  return (
    <section className={classes.picker} aria-labelledby="tickets-heading">
      <h2 id="tickets-heading" className={classes.heading}>
        <Trans>Tickets</Trans>
      </h2>
      {!isOnSale(availability.sale_status) && (
        <Suspense fallback={null}>
          <SaleClosed status={availability.sale_status} plans={plans} />
        </Suspense>
      )}
      <ul className={classes.types}>
        {types.map((type) => (
          <TicketTypeRow
            key={type.id}
            type={type}
            terms={availability}
            description={describeAny(type.id)}
            quantity={selection[type.id] ?? 0}
            onChange={(quantity) => onSelect({ ...selection, [type.id]: quantity })}
            waitlist={waitlistFor(type)}
          />
        ))}
      </ul>
      {!NOTHING_TO_OPEN.has(availability.sale_status) && (
        <CodeEntry
          code={code}
          onCode={onCode}
          lookup={lookup}
          nameOf={(id) => types.find((type) => type.id === id)?.name}
          currency={types[0]?.currency ?? 'EUR'}
          onLogIn={onLogIn}
        />
      )}
      {error && <ErrorNotice error={error} />}
      {countOf(selection) > 0 && (
        <div className={classes.buy}>
          <SelectionTotal eventId={eventId} selection={selection} types={types} codes={codes} />
          <Button
            size="lg"
            className={classes.button}
            loading={isBuying}
            onClick={() => onBuy(selection, codes)}
            rightSection={<ArrowIcon />}
          >
            <Trans>Get tickets</Trans>
          </Button>
        </div>
      )}
    </section>
  );
}
