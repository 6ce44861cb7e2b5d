import { expect, test } from 'vitest';

import { standingOf } from './standing';

const NOW = Date.parse('2027-05-01T12:00:00Z');
const TOMORROW = '2027-05-02T12:00:00Z';
const YESTERDAY = '2027-04-30T12:00:00Z';

test.each([
  ['what is on sale', 'published', 'few_left', TOMORROW, 'few_left'],
  ['what is over, whatever its sale said last', 'published', 'on_sale', YESTERDAY, 'over'],
  ['what ends now', 'published', 'on_sale', '2027-05-01T12:00:00Z', 'over'],
  ['what buyers see, to whom no end is told', 'published', 'on_sale', undefined, 'on_sale'],
  ['a published event whose sale has said nothing yet', 'published', null, TOMORROW, 'on_sale'],
  ['a canceled event, before and after its end', 'canceled', 'on_sale', YESTERDAY, 'canceled'],
  ['a draft whose time has passed', 'draft', null, YESTERDAY, 'draft'],
  ['a word that nobody knows yet', 'published', 'raffled', TOMORROW, null],
])('%s', (_what, status, saleStatus, endsAt, standing) => {
  expect(standingOf(status, saleStatus, endsAt, NOW)).toBe(standing);
});
