import { expect, test } from 'vitest';

import { formattingLocale, negotiateLocale } from './locales';

test('the first language that we speak is chosen, whatever its region', () => {
  expect(negotiateLocale(['tlh', 'en-NZ', 'de'])).toBe('en');
  expect(negotiateLocale(['de-AT', 'en'])).toBe('de');
});

test('who speaks none of ours reads the source language', () => {
  expect(negotiateLocale(['tlh'])).toBe('en');
  expect(negotiateLocale([])).toBe('en');
});

test('dates and prices follow the region of the language shown, not of another one', () => {
  expect(formattingLocale('en', ['de-DE', 'en-GB'])).toBe('en-GB');
  expect(formattingLocale('en', ['de-DE'])).toBe('en');
  expect(formattingLocale('de', ['en-US', 'de-CH'])).toBe('de-CH');
});
