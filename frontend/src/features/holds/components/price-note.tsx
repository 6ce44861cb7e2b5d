import { useLingui } from '@lingui/react/macro';

import { useFormat } from '@/lib/i18n/use-format';

import type { Availability, TypeAvailability } from '../api/availability';
import classes from './ticket-picker.module.css';

export type PriceTerms = Pick<Availability, 'fees_included' | 'tax_rate' | 'tax_included'>;

/** What the price of one ticket is made of; nothing where there is nothing but the ticket. */
export function PriceNote({ type, terms }: { type: TypeAvailability; terms: PriceTerms }) {
  const { t } = useLingui();
  const { money, percent } = useFormat();
  if (type.all_in_price === 0) return null;

  const fee = money(type.fee, type.currency);
  const tax = money(type.tax, type.currency);
  const rate = percent(terms.tax_rate);
  const added = [
    type.fee > 0 && !terms.fees_included && t`${fee} fees`,
    type.tax > 0 && !terms.tax_included && t`${tax} VAT (${rate})`,
  ].filter(Boolean);
  const notes = [
    added.length > 0 && [money(type.price, type.currency), ...added].join(' + '),
    type.tax > 0 && terms.tax_included && t`includes ${rate} VAT`,
  ].filter(Boolean);
  return notes.length > 0 ? <p className={classes.made}>{notes.join(' · ')}</p> : null;
}
