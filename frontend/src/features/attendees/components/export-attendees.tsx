import { useLingui } from '@lingui/react/macro';

import { ExportButtons } from '@/components/ui/export-buttons';
import { allPages } from '@/lib/api/all-pages';
import { inUnits } from '@/lib/money';

import { type AttendeeFilters, type AttendeeStatus, readAttendees } from '../api/attendees';

interface ExportAttendeesProps {
  eventId: string;
  filters: AttendeeFilters;
  /** Without its ending. */
  fileName: string;
}

/** Everybody whom the filters leave, also those who are not on the screen yet. */
export function ExportAttendees({ eventId, filters, fileName }: ExportAttendeesProps) {
  const { t } = useLingui();
  const states: Record<AttendeeStatus, string> = {
    valid: t`Not here yet`,
    voided: t`Voided`,
    refunded: t`Refunded`,
  };
  async function sheet() {
    const attendees = await allPages((after) =>
      readAttendees(eventId, { ...filters, after, limit: 100 }),
    );
    const headers = [t`Name`, t`Ticket`, t`Order`, t`State`, t`Checked in`, t`Gate`];
    return {
      name: fileName,
      headers: [...headers, t`Price`, t`Currency`],
      rows: attendees.map((one) => [
        one.holder_name,
        one.ticket_type_name,
        one.order_number,
        one.checked_in_at && one.status === 'valid' ? t`Checked in` : states[one.status],
        one.checked_in_at,
        one.gate,
        inUnits(one.price, one.currency),
        one.currency,
      ]),
    };
  }
  return <ExportButtons sheet={sheet} />;
}
