import { expect, test } from 'vitest';

import { checksFor, fieldsOf, rulesIn } from './fields';

const rules = {
  tax_name: 'MwSt.',
  tax_rate: 1900,
  tax_included: true,
  fee_per_ticket: 150,
  fee_rate: 250,
  fees_included: false,
  refunds: 'automatic' as const,
  refund_until: '2027-05-01T18:00:00.000Z',
  transfers_allowed: true,
  transfer_until: null,
};
const ZONE = 'Europe/Vienna';
const fields = fieldsOf({ event_id: 'evt_1', ...rules }, 'EUR', ZONE);

test('rules that are opened and saved as they are stay what they were', () => {
  expect(rulesIn(fields, 'EUR', ZONE)).toEqual(rules);
});

test('the time for what is not allowed is cleared', () => {
  const none = rulesIn({ ...fields, refunds: 'none' }, 'EUR', ZONE);
  expect(none).toMatchObject({ refunds: 'none', refund_until: null });
});

test.each([
  ['no share', { taxRate: '' }],
  ['a tax without a name', { taxName: ' ' }],
  ['more than all', { feeRate: '101' }],
  ['no amount', { feePerTicket: 'much' }],
  ['a part of the least coin', { feePerTicket: '0.001' }],
])('%s is refused', (_case, differences) => {
  expect(checksFor('EUR').safeParse({ ...fields, ...differences }).success).toBe(false);
});

test('what is whole is accepted', () => {
  expect(checksFor('EUR').safeParse(fields).success).toBe(true);
});
