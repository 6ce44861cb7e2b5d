import { useLingui } from '@lingui/react/macro';

import { ExportButtons } from '@/components/ui/export-buttons';
import { allPages } from '@/lib/api/all-pages';
import { inUnits } from '@/lib/money';

import { type OrderFilters, readEventOrders } from '../api/event-orders';
import { STATUS_WORDS } from './order-status-words';

interface ExportOrdersProps {
  eventId: string;
  filters: OrderFilters;
  /** Without its ending. */
  fileName: string;
}

/** All orders that the filters leave, also those that are not on the screen yet. */
export function ExportOrders({ eventId, filters, fileName }: ExportOrdersProps) {
  const { t, i18n } = useLingui();
  async function sheet() {
    const orders = await allPages((after) =>
      readEventOrders(eventId, { ...filters, after, limit: 100 }),
    );
    const headers = [t`Order`, t`Placed`, t`State`, t`For`, t`Tickets`, t`Code`];
    const money = [t`Prices`, t`Discount`, t`Fees`, t`Tax`, t`Total`, t`Currency`];
    return {
      name: fileName,
      headers: [...headers, ...money],
      rows: orders.map((order) => {
        const units = (amount: number) => inUnits(amount, order.currency);
        return [
          order.number,
          order.created_at,
          i18n._(STATUS_WORDS[order.status]),
          order.lines.flatMap(({ holders }) => holders).join(', '),
          order.lines.reduce((sum, { quantity }) => sum + quantity, 0),
          order.discount_code,
          ...[order.subtotal, order.discount, order.fees, order.tax, order.total].map(units),
          order.currency,
        ];
      }),
    };
  }
  return <ExportButtons sheet={sheet} />;
}
