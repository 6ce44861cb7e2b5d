import type { PaymentIntentResult, StripeError } from '@stripe/stripe-js';

export type Outcome = { kind: 'submitted' } | { kind: 'refused'; error: StripeError };

/** Errors by which the provider says that it surely charged nothing, and that the buyer can try again here. */
const SURE_REFUSALS: readonly StripeError['type'][] = ['card_error', 'validation_error'];

/**
 * What the buyer may do next. Only a refusal that is certain lets them pay again; everything else, no answer (null)
 * included, is looked up at the server first.
 */
export function outcomeOf(answer: PaymentIntentResult | null): Outcome {
  const error = answer?.error;
  if (error && SURE_REFUSALS.includes(error.type)) return { kind: 'refused', error };
  return { kind: 'submitted' };
}
