/** What a price is made of beside the tickets themselves. */

export interface Price {
  total: number;
  currency: string;
  /** Holds have none: a discount is that of the order. */
  discount?: number;
  discount_code?: string | null;
  fees: number;
  fees_included: boolean;
  tax: number;
  /** As buyers read it. Older orders know neither it nor the rate, which is in basis points. */
  tax_name?: string | null;
  tax_rate?: number | null;
  tax_included: boolean;
}

export interface PricePart {
  kind: 'discount' | 'fees' | 'tax';
  /** Minor units; negative when it is taken off. */
  amount: number;
  /** Contained in the prices above it, not added to them. */
  isIncluded: boolean;
}

/** The parts that are not nothing. Those that are not included make the total of the tickets' prices. */
export function priceParts(price: Price): PricePart[] {
  const parts: PricePart[] = [
    { kind: 'discount', amount: -(price.discount ?? 0), isIncluded: false },
    { kind: 'fees', amount: price.fees, isIncluded: price.fees_included },
    { kind: 'tax', amount: price.tax, isIncluded: price.tax_included },
  ];
  return parts.filter(({ amount }) => amount !== 0);
}
