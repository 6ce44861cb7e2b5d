import type { PaymentIntentResult } from '@stripe/stripe-js';
import { expect, test } from 'vitest';

import { outcomeOf } from './outcome';

function failed(type: string) {
  return { error: { type, message: 'No.' } } as PaymentIntentResult;
}

test('a declined card and a field left empty can be tried again on the spot', () => {
  expect(outcomeOf(failed('card_error')).kind).toBe('refused');
  expect(outcomeOf(failed('validation_error')).kind).toBe('refused');
});

test('when it is not certain that nothing was charged, nobody is invited to pay again', () => {
  expect(outcomeOf(null).kind).toBe('submitted');
  expect(outcomeOf(failed('api_connection_error')).kind).toBe('submitted');
  expect(outcomeOf(failed('api_error')).kind).toBe('submitted');
});

test('an authorized payment is submitted', () => {
  const answer = { paymentIntent: { status: 'requires_capture' } } as PaymentIntentResult;
  expect(outcomeOf(answer).kind).toBe('submitted');
});
