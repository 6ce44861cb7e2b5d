/** Stripe's script, or in development the stand-in with the same interface: loaded when somebody is about to pay. */
import type { Stripe, StripeConstructor, StripeElementLocale } from '@stripe/stripe-js';

import { unreachable } from '@/lib/api/problem';

declare global {
  interface Window {
    Stripe?: StripeConstructor;
  }
}

let loading: Promise<StripeConstructor> | null = null;

function load(url: string): Promise<StripeConstructor> {
  loading ??= new Promise<StripeConstructor>((resolve, reject) => {
    const script = document.createElement('script');
    script.src = url;
    script.onload = () => (window.Stripe ? resolve(window.Stripe) : reject(unreachable(null)));
    script.onerror = () => {
      script.remove();
      reject(unreachable(null));
    };
    document.head.append(script);
  }).catch((error: unknown) => {
    // So that trying again loads it again.
    loading = null;
    throw error;
  });
  return loading;
}

/** Stripe's own words are in the language of `locale`. */
export async function connectStripe(
  url: string,
  publishableKey: string,
  locale: StripeElementLocale,
): Promise<Stripe> {
  const Constructor = await load(url);
  return Constructor(publishableKey, { locale });
}
