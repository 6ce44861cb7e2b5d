import { Trans } from '@lingui/react/macro';
import { Button, Skeleton } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';

import { ErrorNotice } from '@/components/ui/error-notice';
import { ArrowIcon } from '@/components/ui/icons';

import { type Availability, availabilityQuery, type TypeAvailability } from '../api/availability';
import { countOf, possibleSelection, type Selection } from '../api/selection';
import { SaleClosed } from './sale-closed';
import { SelectionTotal } from './selection-total';
import classes from './ticket-picker.module.css';
import { TicketTypeRow } from './ticket-type-row';

interface TicketPickerProps {
  eventId: string;
  /** What the organizer says of a ticket type; its availability does not. */
  describe: (ticketTypeId: string) => string;
  selection: Selection;
  onSelect: (selection: Selection) => void;
  onBuy: (selection: Selection) => void;
  isBuying: boolean;
  error: Error | null;
  /** The way into the line for a type that is sold out. */
  waitlistFor: (type: TypeAvailability) => ReactNode;
}

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
  selection: wanted,
  onSelect,
  onBuy,
  isBuying,
  error,
  waitlistFor,
}: TicketPickerProps & { availability: Availability }) {
  const types = availability.ticket_types;
  const selection = possibleSelection(wanted, types);

  return (
    <section className={classes.picker} aria-labelledby="tickets-heading">
      <h2 id="tickets-heading" className={classes.heading}>
        <Trans>Tickets</Trans>
      </h2>
      <SaleClosed status={availability.sale_status} />
      <ul className={classes.types}>
        {types.map((type) => (
          <TicketTypeRow
            key={type.id}
            type={type}
            description={describe(type.id)}
            quantity={selection[type.id] ?? 0}
            onChange={(quantity) => onSelect({ ...selection, [type.id]: quantity })}
            waitlist={waitlistFor(type)}
          />
        ))}
      </ul>
      {error && <ErrorNotice error={error} />}
      {countOf(selection) > 0 && (
        <div className={classes.buy}>
          <SelectionTotal eventId={eventId} selection={selection} types={types} />
          <Button
            size="lg"
            className={classes.button}
            loading={isBuying}
            onClick={() => onBuy(selection)}
            rightSection={<ArrowIcon />}
          >
            <Trans>Get tickets</Trans>
          </Button>
        </div>
      )}
    </section>
  );
}
