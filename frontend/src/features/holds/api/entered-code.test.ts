// @vitest-environment jsdom
import { expect, test } from 'vitest';

import type { TypeAvailability } from './availability';
import { codesFor, type FoundCode, type UnlockedType, withUnlocked } from './entered-code';

const type = (id: string, status = 'on_sale') => ({ id, status }) as TypeAvailability;
const unlocked = (id: string) => ({ id, status: 'on_sale', description: '' }) as UnlockedType;
const found = (over: Partial<FoundCode>) =>
  ({ code: 'FRIENDS', kind: 'access', ticket_type_ids: ['tt_a'], ...over }) as FoundCode;

test('what a code opens stands as it is for its owner, and hidden types come first', () => {
  const types = withUnlocked(
    [type('tt_a', 'not_yet'), type('tt_b')],
    [unlocked('tt_a'), unlocked('tt_c')],
  );
  expect(types.map(({ id, status }) => [id, status])).toEqual([
    ['tt_c', 'on_sale'],
    ['tt_a', 'on_sale'],
    ['tt_b', 'on_sale'],
  ]);
});

test('an access code is given with the types that it opens', () => {
  expect(codesFor(found({}), { tt_a: 1 })).toEqual({ access_code: 'FRIENDS' });
});

test('a discount for all types is given with any', () => {
  const discount = found({ kind: 'discount', ticket_type_ids: null });
  expect(codesFor(discount, { tt_b: 1 })).toEqual({ discount_code: 'FRIENDS' });
  expect(codesFor(discount, {})).toEqual({});
});

test('a code for other tickets is not given: the sale would refuse all of it', () => {
  expect(codesFor(found({}), { tt_a: 0, tt_b: 1 })).toEqual({});
  expect(codesFor(found({ kind: 'discount' }), { tt_b: 2 })).toEqual({});
});

test('without a code none is given', () => {
  expect(codesFor(undefined, { tt_a: 1 })).toEqual({});
});
