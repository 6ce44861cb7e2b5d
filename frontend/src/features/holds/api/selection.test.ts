import { expect, test } from 'vitest';

import type { TypeAvailability } from './availability';
import { formatSelection, parseSelection, possibleSelection, totalOf } from './selection';

function type(id: string, over: Partial<TypeAvailability> = {}) {
  return { id, all_in_price: 1000, available: 10, max_per_order: 4, ...over } as TypeAvailability;
}

test('a selection survives the address', () => {
  const selection = { tt_a: 2, tt_b: 1 };
  expect(parseSelection(formatSelection(selection))).toEqual(selection);
});

test('nonsense in the address is no selection', () => {
  expect(parseSelection('tt_a.-1~tt_b.x~.3~tt_c.1e9.5~~tt_d.0~tt_e')).toEqual({});
  expect(parseSelection(undefined)).toEqual({});
});

test('an empty selection leaves nothing in the address', () => {
  expect(formatSelection({ tt_a: 0 })).toBeUndefined();
});

test('an old address asks for no more than there is, than one may buy, or than exists', () => {
  const types = [type('tt_a', { available: 1 }), type('tt_b')];
  expect(possibleSelection({ tt_a: 3, tt_b: 9, tt_gone: 1 }, types)).toEqual({ tt_a: 1, tt_b: 4 });
});

test('the total counts each type at its own price', () => {
  const types = [type('tt_a', { all_in_price: 4550 }), type('tt_b', { all_in_price: 0 })];
  expect(totalOf({ tt_a: 2, tt_b: 3 }, types)).toBe(9100);
});
