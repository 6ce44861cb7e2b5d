import type { ReactNode } from 'react';

import { Panel, TearLine } from '@/components/ui/panel';
import { PriceSummary } from '@/components/ui/price-summary';

import type { Order } from '../api/orders';

/** What was ordered, for which event, at what price. */
export function OrderSummary({ order, event }: { order: Order; event: ReactNode }) {
  return (
    <Panel>
      {event}
      <TearLine />
      <PriceSummary
        lines={order.lines.map((line) => ({
          id: line.ticket_type_id,
          name: line.ticket_type_name,
          quantity: line.quantity,
          unitPrice: line.unit_price,
        }))}
        price={order}
      />
    </Panel>
  );
}
