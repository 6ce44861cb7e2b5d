import { useQuery } from '@tanstack/react-query';

import { configQuery } from '@/lib/config';

/** The name over the door: what the installation is called, and ours until that is known. */
export function useBrand(): string {
  const config = useQuery(configQuery);
  return config.data?.brand ?? 'Stagedoor';
}
