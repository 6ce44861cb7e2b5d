import { Trans } from '@lingui/react/macro';

import { useFormat } from '@/lib/i18n/use-format';
import { type Price, type PricePart, priceParts } from '@/lib/price-parts';

import classes from './price-summary.module.css';

export interface PriceLine {
  id: string;
  name: string;
  quantity: number;
  unitPrice: number;
}

interface PriceSummaryProps {
  lines: PriceLine[];
  /** The server's figures; no sum is made here. */
  price: Price;
}

/** What it costs in all, and beneath what that is made of. */
export function PriceSummary({ lines, price }: PriceSummaryProps) {
  const { money } = useFormat();
  const show = (amount: number) =>
    amount === 0 ? <Trans>Free</Trans> : money(amount, price.currency);

  return (
    <dl className={classes.summary}>
      <div className={classes.total}>
        <dt>
          <Trans>Total</Trans>
        </dt>
        <dd>{show(price.total)}</dd>
      </div>
      {lines.map((line) => (
        <div key={line.id}>
          <dt>
            {line.quantity} × {line.name}
          </dt>
          <dd>{show(line.unitPrice * line.quantity)}</dd>
        </div>
      ))}
      {priceParts(price).map((part) => (
        <div key={part.kind} className={part.isIncluded ? classes.included : undefined}>
          <dt>
            <PartName part={part} price={price} />
          </dt>
          <dd>{money(part.amount, price.currency)}</dd>
        </div>
      ))}
    </dl>
  );
}

function PartName({ part, price }: { part: PricePart; price: Price }) {
  const { percent, taxName } = useFormat();
  const code = price.discount_code ?? null;
  const rate = typeof price.tax_rate === 'number' ? percent(price.tax_rate) : null;
  const tax = taxName(price.tax_name);
  switch (part.kind) {
    case 'discount':
      return code === null ? <Trans>Discount</Trans> : <Trans>Discount with {code}</Trans>;
    case 'fees':
      return part.isIncluded ? <Trans>Included fees</Trans> : <Trans>Fees</Trans>;
    case 'tax':
      if (rate === null) {
        return part.isIncluded ? <Trans>Includes {tax}</Trans> : <Trans>Plus {tax}</Trans>;
      }
      return part.isIncluded ? (
        <Trans>
          Includes {rate} {tax}
        </Trans>
      ) : (
        <Trans>
          Plus {rate} {tax}
        </Trans>
      );
  }
}
