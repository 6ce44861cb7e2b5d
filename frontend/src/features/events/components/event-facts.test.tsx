// @vitest-environment jsdom
import { i18n } from '@lingui/core';
import { I18nProvider } from '@lingui/react';
import { renderToStaticMarkup } from 'react-dom/server';
import { expect, test } from 'vitest';

import type { Event } from '../api/events';
import { EventFacts } from './event-facts';

const venue = {
  name: 'The Mill',
  street: 'River Lane 1',
  city: 'Dublin',
  time_zone: 'Europe/Dublin',
};
const event = {
  venue,
  doors_at: '2027-05-01T17:00:00Z',
  starts_at: '2027-05-01T18:00:00Z',
  ends_at: '2027-05-01T21:30:00Z',
  organizer_name: 'Riverside Concerts',
  category: 'music',
};

function shown(facts: object = {}): string {
  i18n.loadAndActivate({ locale: 'en', messages: {} });
  const place = document.createElement('div');
  place.innerHTML = renderToStaticMarkup(
    <I18nProvider i18n={i18n}>
      <EventFacts event={{ ...event, ...facts } as Event} />
    </I18nProvider>,
  );
  return place.textContent;
}

test('a place is told with its street, and without one by its city alone', () => {
  expect(shown()).toContain('The MillRiver Lane 1, Dublin');
  expect(shown({ venue: { ...venue, street: '' } })).toContain('The MillDublin');
});

test('an end on the same day at the venue is told by its time, a later one by its day too', () => {
  expect(shown()).toMatch(/until (22:30|10:30 PM) \(Dublin/);
  expect(shown({ ends_at: '2027-05-02T00:00:00Z' })).toMatch(/until Sun.*2.*2027, 0?1:00/);
});

test('whoever organizes it is named', () => {
  expect(shown()).toContain('Riverside Concertsmusic');
});

test('a postponed event without a new date has its old one struck out and opens no doors', () => {
  const postponed = { status: 'postponed', postponed_from: event.starts_at };
  expect(shown(postponed)).toMatch(/^The new date is not known yet.*2027/);
  expect(shown(postponed)).not.toContain('Doors open');
  expect(shown({ ...postponed, starts_at: '2027-06-01T18:00:00Z' })).toContain('Doors open');
});
