import { useLingui } from '@lingui/react/macro';

import { errorCopy } from '@/lib/api/error-copy';
import { ApiError } from '@/lib/api/problem';
import { useFormat } from '@/lib/i18n/use-format';

/** Why a code was refused, for its field; nothing if it was not. */
export function useCodeRefusal(error: Error | null): string | null {
  const { t, i18n } = useLingui();
  const { localDateTime } = useFormat();
  if (!error) return null;
  const validFrom = error instanceof ApiError ? error.members.valid_from : undefined;
  if (typeof validFrom === 'string') {
    const begins = localDateTime(validFrom);
    return t`This code is valid from ${begins}.`;
  }
  const copy = errorCopy(error);
  return typeof copy === 'string' ? copy : i18n._(copy);
}
