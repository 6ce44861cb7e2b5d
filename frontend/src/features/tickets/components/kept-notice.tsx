import { Trans } from '@lingui/react/macro';

import { Notice } from '@/components/ui/notice';
import { useFormat } from '@/lib/i18n/use-format';

/** For what is shown without the server; nothing where it has just answered. */
export function KeptNotice({ keptAt }: { keptAt: number | undefined }) {
  const { localDateTime } = useFormat();
  if (keptAt === undefined) return null;
  const since = localDateTime(new Date(keptAt).toISOString());
  return (
    <Notice tone="warn" title={<Trans>Kept on this device</Trans>}>
      <Trans>
        We cannot reach the server. This is a copy from {since}; the door can read its codes. What
        has changed since then is shown when there is a connection again.
      </Trans>
    </Notice>
  );
}
