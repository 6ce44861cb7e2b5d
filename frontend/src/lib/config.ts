/** What only the running installation knows. Nothing of it is baked in when the application is built. */
import { queryOptions } from '@tanstack/react-query';

import { unreachable } from '@/lib/api/problem';

export interface Config {
  /** The name over the door. */
  brand?: string;
  /** Stripe's own script, or the stand-in's. */
  stripe_js_url: string;
  /** Where development's mail can be read; null where mail really leaves. */
  inbox_url?: string | null;
}

function isConfig(given: unknown): given is Config {
  return (
    typeof given === 'object' &&
    given !== null &&
    'stripe_js_url' in given &&
    typeof given.stripe_js_url === 'string'
  );
}

async function readConfig(): Promise<Config> {
  try {
    const response = await fetch('/config.json');
    const given: unknown = await response.json();
    if (isConfig(given)) return given;
  } catch {
    // Said below, as for what is no configuration.
  }
  throw unreachable(null);
}

export const configQuery = queryOptions({
  queryKey: ['config'],
  queryFn: readConfig,
  staleTime: Infinity,
});
