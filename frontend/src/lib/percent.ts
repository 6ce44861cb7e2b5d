/** Shares in basis points: 1250 is 12.5 %. */
import { moneyInput, parseMoney } from './money';

const WHOLE = 10_000;
// They are typed like amounts with two decimals.
const LIKE = 'EUR';

/** "20" or "12.5" in basis points; null when it is no share from 0 to 100. A comma is as good as a point. */
export function parsePercent(typed: string): number | null {
  const points = parseMoney(typed, LIKE);
  return points !== null && points <= WHOLE ? points : null;
}

/** A share as it stands in a field, without decimals that say nothing. */
export function percentInput(points: number): string {
  return moneyInput(points, LIKE).replace(/\.?0+$/, '');
}
