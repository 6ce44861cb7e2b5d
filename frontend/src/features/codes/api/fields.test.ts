import { expect, test } from 'vitest';

import { changeIn, type CodeFields, codeIn, fieldsOf, rulesFor } from './fields';

const fields: CodeFields = {
  code: 'early-bird',
  benefit: 'percent',
  percent: '12,5',
  amount: '',
  types: [],
  maxUses: '',
  maxPerAccount: '',
  validFrom: '',
  validUntil: '',
};

test('a discount by share names no amount', () => {
  expect(codeIn(fields, 'EUR', 'UTC')).toMatchObject({
    kind: 'discount',
    rate: 1250,
    amount: null,
    ticket_type_ids: null,
    max_uses: null,
  });
});

test('a discount by amount is in the event’s currency', () => {
  const yen = codeIn({ ...fields, benefit: 'amount', amount: '500' }, 'JPY', 'UTC');
  expect(yen).toMatchObject({ kind: 'discount', rate: null, amount: 500 });
});

test.each([
  ['a word too short', { code: 'AB' }],
  ['no share', { percent: '' }],
  ['a share of nothing', { percent: '0' }],
  ['no amount', { benefit: 'amount' as const }],
  ['access to nothing', { benefit: 'access' as const }],
  ['uses that are no number', { maxUses: 'many' }],
  [
    'an end before the beginning',
    { validFrom: '2027-05-02T10:00', validUntil: '2027-05-01T10:00' },
  ],
])('%s is refused', (_case, differences) => {
  expect(rulesFor('EUR').safeParse({ ...fields, ...differences }).success).toBe(false);
});

test('what is whole is accepted', () => {
  expect(rulesFor('EUR').safeParse(fields).success).toBe(true);
});

test('a code that is opened and saved as it is stays what it was', () => {
  const facts = {
    rate: null,
    amount: 550,
    ticket_type_ids: ['tt_1'],
    max_uses: 10,
    max_per_account: 2,
    valid_from: '2027-05-01T08:00:00.000Z',
    valid_until: '2027-05-02T08:00:00.000Z',
  };
  const code = { id: 'code_1', event_id: 'evt_1', kind: 'discount' as const, code: 'A1', ...facts };
  expect(changeIn(fieldsOf(code, 'EUR', 'Europe/Vienna'), 'EUR', 'Europe/Vienna')).toEqual(facts);
});
