import { msg } from '@lingui/core/macro';
import type { MessageDescriptor } from '@lingui/core';
import { Trans, useLingui } from '@lingui/react/macro';

import { TextLink } from '@/components/ui/links';
import { Notice } from '@/components/ui/notice';
import { ApiError, type FieldProblem } from '@/lib/api/problem';

import classes from './save-state.module.css';

const WORDS: Record<string, MessageDescriptor> = {
  'venue_id missing': msg`The venue is missing.`,
  'doors_at missing': msg`The time at which doors open is missing.`,
  'starts_at missing': msg`The start is missing.`,
  'ends_at missing': msg`The end is missing.`,
  'doors_at after_start': msg`The doors open after the start.`,
  'ends_at before_start': msg`The end is not after the start.`,
  'ends_at in_the_past': msg`The end has passed.`,
  'starts_at outside_event': msg`A part of the programme is not between doors and end.`,
  'ticket_types missing': msg`There are no tickets yet.`,
  'capacity missing': msg`Of one kind of ticket there are none: set how many there are.`,
  'sales_end_at before_start': msg`The sale of one kind of ticket ends before it starts.`,
  'sales_start_at after_event': msg`The sale of one kind of ticket starts after the event.`,
  'sales_end_at in_the_past': msg`The sale of one kind of ticket has ended already.`,
  'valid_until before_start': msg`One kind of ticket is never valid.`,
};

/** Everything that keeps an event from being public, and where each of it is set right. */
export function Flaws({ eventId, error }: { eventId: string; error: ApiError }) {
  const { i18n } = useLingui();
  const words = (flaw: FieldProblem) => {
    const known = WORDS[`${flaw.field.split('.').at(-1)} ${flaw.code}`];
    return known ? i18n._(known) : flaw.message;
  };
  return (
    <Notice
      tone="warn"
      urgent
      title={<Trans>Something is missing before this can be public</Trans>}
    >
      <ul className={classes.names}>
        {error.fields.map((flaw) => (
          <li key={flaw.field}>
            <TextLink
              to={
                flaw.field.startsWith('ticket_types')
                  ? '/organize/events/$eventId/ticket-types'
                  : '/organize/events/$eventId/details'
              }
              params={{ eventId }}
            >
              {words(flaw)}
            </TextLink>
          </li>
        ))}
      </ul>
    </Notice>
  );
}
