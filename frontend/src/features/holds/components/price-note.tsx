import { useLingui } from '@lingui/react/macro';
import { Fragment } from 'react';

import { useFormat } from '@/lib/i18n/use-format';

import type { Availability, TypeAvailability } from '../api/availability';
import classes from './ticket-picker.module.css';

export type PriceTerms = Pick<
  Availability,
  'fees_included' | 'tax_name' | 'tax_rate' | 'tax_included'
>;

/** What the price of one ticket is made of; nothing where there is nothing but the ticket. */
export function PriceNote({ type, terms }: { type: TypeAvailability; terms: PriceTerms }) {
  const { t } = useLingui();
  const { money, percent, taxName } = useFormat();
  if (type.all_in_price === 0) return null;

  const fee = money(type.fee, type.currency);
  const tax = money(type.tax, type.currency);
  const rate = percent(terms.tax_rate);
  const name = taxName(terms.tax_name);
  const added = [
    type.fee > 0 && !terms.fees_included && t`${fee} fees`,
    type.tax > 0 && !terms.tax_included && t`${tax} ${name} (${rate})`,
  ].filter(Boolean);
  const included = type.tax > 0 && terms.tax_included && t`includes ${rate} ${name}`;
  const parts = [
    ...(added.length > 0 ? [money(type.price, type.currency)] : []),
    ...added.map((part) => `+ ${part}`),
  ];
  // Where the line is broken, the dot ends one and does not begin the next.
  if (included && parts.length > 0) parts.push(`${parts.pop()} ·`);
  if (included) parts.push(included);
  if (parts.length === 0) return null;
  return (
    <p className={classes.made}>
      {parts.map((part) => (
        <Fragment key={part}>
          <span>{part}</span>{' '}
        </Fragment>
      ))}
    </p>
  );
}
