import { Trans } from '@lingui/react/macro';
import { Button } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';

import type { Sheet } from '@/lib/export/csv';
import { saveCsv, saveXlsx } from '@/lib/export/save-sheet';

import { DownloadIcon } from './icons';

/** Takes along what the table beside it shows. */
export function ExportButtons({ sheet }: { sheet: Sheet }) {
  const xlsx = useMutation({ mutationFn: saveXlsx });
  return (
    <>
      <Button
        variant="default"
        leftSection={<DownloadIcon size={18} />}
        onClick={() => saveCsv(sheet)}
      >
        <Trans>CSV</Trans>
      </Button>
      <Button
        variant="default"
        leftSection={<DownloadIcon size={18} />}
        loading={xlsx.isPending}
        onClick={() => xlsx.mutate(sheet)}
      >
        <Trans>Excel</Trans>
      </Button>
    </>
  );
}
