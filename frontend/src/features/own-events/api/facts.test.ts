import { describe, expect, test } from 'vitest';

import { conflicts, differences, type Facts, pick, rebase } from './facts';

const base: Facts = {
  title: 'Jazz at the Mill',
  summary: '',
  description: '',
  category: 'music',
  venue_id: 'ven_1',
  doors_at: null,
  starts_at: '2027-05-01T18:00:00.000Z',
  ends_at: '2027-05-01T21:00:00.000Z',
  programme: [],
};

describe('what was changed', () => {
  test('is named, and only that is sent', () => {
    const mine = { ...base, title: 'Blues', programme: [{ starts_at: 'x', title: 'y' }] };
    expect(differences(base, mine)).toEqual(['title', 'programme']);
    expect(pick(mine, ['title'])).toEqual({ title: 'Blues' });
  });

  test('the same programme again is no change', () => {
    expect(differences({ ...base, programme: [] }, base)).toEqual([]);
  });
});

describe('two people changed the event', () => {
  test('different facts: both stand', () => {
    const mine = { ...base, title: 'Blues' };
    const theirs = { ...base, summary: 'With the Trio' };
    expect(conflicts(base, mine, theirs)).toEqual([]);
    expect(rebase(base, mine, theirs)).toEqual({
      ...base,
      title: 'Blues',
      summary: 'With the Trio',
    });
  });

  test('the same fact to the same value: no conflict', () => {
    const both = { ...base, title: 'Blues' };
    expect(conflicts(base, both, both)).toEqual([]);
  });

  test('the same fact to different values: a conflict', () => {
    const mine = { ...base, title: 'Blues', summary: 'mine' };
    const theirs = { ...base, title: 'Soul' };
    expect(conflicts(base, mine, theirs)).toEqual(['title']);
  });
});
