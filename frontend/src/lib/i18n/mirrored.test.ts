import { setupI18n } from '@lingui/core';
import { expect, test } from 'vitest';

import { MIRRORED, mirrored } from './mirrored';

const messages = mirrored({
  plain: ['Tickets'],
  filled: ['Order ', ['number'], '.'],
  counted: [['count', 'plural', { one: ['#', ' ticket'], other: ['#', ' tickets'] }]],
});
const speaking = setupI18n({ locale: MIRRORED, messages: { [MIRRORED]: messages } });

test('texts run from right to left, what is filled in does not', () => {
  expect(speaking._('plain')).toBe('\u202eTickets\u202c');
  expect(speaking._('filled', { number: 'A7' })).toBe('\u202eOrder \u202cA7\u202e.\u202c');
});

test('counted forms are texts too', () => {
  expect(speaking._('counted', { count: 2 })).toContain('2');
  expect(speaking._('counted', { count: 2 })).toContain('tickets\u202c');
});
