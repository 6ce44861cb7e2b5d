/** How many of which ticket type, as it stands in the page's address: `tt_a.2~tt_b.1`, of signs that need no escape. */
import type { TypeAvailability } from './availability';

export type Selection = Record<string, number>;

const PART = /^(\w+)\.([1-9]\d{0,3})$/;

export function parseSelection(text: string | undefined): Selection {
  const parts = (text ?? '').split('~').map((part) => PART.exec(part));
  return Object.fromEntries(
    parts.flatMap((found) => (found ? [[found[1], Number(found[2])] as const] : [])),
  );
}

export function formatSelection(selection: Selection): string | undefined {
  const parts = Object.entries(selection).filter(([, quantity]) => quantity > 0);
  return parts.length > 0 ? parts.map((pair) => pair.join('.')).join('~') : undefined;
}

/** The most that one order may have of a type right now. */
export function mostOf(type: TypeAvailability): number {
  return Math.min(type.max_per_order, type.available);
}

/** What of a selection is still to be had: an address can be old. */
export function possibleSelection(selection: Selection, types: TypeAvailability[]): Selection {
  return Object.fromEntries(
    types.flatMap((type) => {
      const quantity = Math.min(selection[type.id] ?? 0, mostOf(type));
      return quantity > 0 ? [[type.id, quantity]] : [];
    }),
  );
}

/** What so many single tickets cost, in minor units; a quote, which rounds once, may differ by a few. */
export function totalOf(selection: Selection, types: TypeAvailability[]): number {
  return types.reduce((sum, type) => sum + type.all_in_price * (selection[type.id] ?? 0), 0);
}

export function countOf(selection: Selection): number {
  return Object.values(selection).reduce((sum, quantity) => sum + quantity, 0);
}
