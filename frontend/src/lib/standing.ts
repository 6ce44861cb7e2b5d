/** How an event or one of its ticket types stands. */
const STANDINGS = [
  'draft',
  'preparing',
  'not_yet',
  'on_sale',
  'few_left',
  'sold_out',
  'ended',
  'postponed',
  'canceled',
  'over',
] as const;

export type Standing = (typeof STANDINGS)[number];

/** Of an event: how its sale stands once it is published, unless it is over (`now`: milliseconds since 1970). */
export function standingOf(
  status: string,
  saleStatus: string | null,
  endsAt: string | null | undefined,
  now: number,
): Standing | null {
  const isOver = endsAt != null && Date.parse(endsAt) <= now;
  const ofSale = isOver ? 'over' : (saleStatus ?? 'on_sale');
  const word = status === 'published' ? ofSale : status;
  return STANDINGS.find((standing) => standing === word) ?? null;
}
