/** What only the running installation knows. Nothing of it is baked in when the application is built. */
import { queryOptions } from '@tanstack/react-query';
import * as z from 'zod/mini';

import { unreachable } from '@/lib/api/problem';

const Config = z.object({
  /** The name over the door. */
  brand: z.optional(z.string()),
  /** Stripe's own script, or the stand-in's. */
  stripe_js_url: z.string(),
  /** Where development's mail can be read; null where mail really leaves. */
  inbox_url: z.nullish(z.string()),
});

export type Config = z.infer<typeof Config>;

async function readConfig(): Promise<Config> {
  try {
    const response = await fetch('/config.json');
    return Config.parse(await response.json());
  } catch {
    throw unreachable(null);
  }
}

export const configQuery = queryOptions({
  queryKey: ['config'],
  queryFn: readConfig,
  staleTime: Infinity,
});
