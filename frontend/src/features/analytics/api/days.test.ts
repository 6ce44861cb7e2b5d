import { expect, test } from 'vitest';

import { netOf, perDay, runningSum } from './days';

const nothing = { sold: 0, revenue: 0, fees: 0, returned: 0, refunded: 0, checked_in: 0 };

test('days without sales are there too, and types of one day add up', () => {
  const days = perDay([
    { ...nothing, day: '2027-05-03', ticket_type_id: 'tt_1', sold: 1, revenue: 2500 },
    {
      ...nothing,
      day: '2027-05-01',
      ticket_type_id: 'tt_1',
      sold: 2,
      revenue: 5000,
      refunded: 100,
      fees: 50,
    },
    { ...nothing, day: '2027-05-01', ticket_type_id: 'tt_2', sold: 3, revenue: 900, checked_in: 1 },
  ]);
  expect(days.map(({ day, sold, revenue }) => [day, sold, revenue])).toEqual([
    ['2027-05-01', 5, 5900],
    ['2027-05-02', 0, 0],
    ['2027-05-03', 1, 2500],
  ]);
  expect(days[0]).toMatchObject({
    refunded: 100,
    fees: 50,
    checkedIn: 1,
    byType: { tt_1: 2, tt_2: 3 },
  });
});

test('without figures there are no days', () => {
  expect(perDay([])).toEqual([]);
});

test('a change of the clocks loses no day', () => {
  const days = perDay([
    { ...nothing, day: '2027-03-27', ticket_type_id: 'tt_1' },
    { ...nothing, day: '2027-03-29', ticket_type_id: 'tt_1' },
  ]);
  expect(days.map(({ day }) => day)).toEqual(['2027-03-27', '2027-03-28', '2027-03-29']);
});

test('what grows adds up', () => {
  expect(runningSum([1, 0, 2])).toEqual([1, 1, 3]);
});

test('fees and refunds are taken off once', () => {
  expect(netOf({ revenue: 5000, refunded: 100, fees: 50 })).toBe(4850);
});
