import { Trans } from '@lingui/react/macro';

import { useFormat } from '@/lib/i18n/use-format';

import classes from './price-summary.module.css';

export interface PriceLine {
  id: string;
  name: string;
  quantity: number;
  unitPrice: number;
}

interface PriceSummaryProps {
  lines: PriceLine[];
  /** The server's figure, not a sum made here. */
  total: number;
  currency: string;
}

/** What it costs in all, and what that is made of. */
export function PriceSummary({ lines, total, currency }: PriceSummaryProps) {
  const { money } = useFormat();
  const price = (amount: number) => (amount === 0 ? <Trans>Free</Trans> : money(amount, currency));

  return (
    <dl className={classes.summary}>
      {lines.map((line) => (
        <div key={line.id}>
          <dt>
            {line.quantity} × {line.name}
          </dt>
          <dd>{price(line.unitPrice * line.quantity)}</dd>
        </div>
      ))}
      <div className={classes.total}>
        <dt>
          <Trans>Total</Trans>
        </dt>
        <dd>{price(total)}</dd>
      </div>
    </dl>
  );
}
