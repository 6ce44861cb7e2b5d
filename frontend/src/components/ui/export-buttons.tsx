import { Trans } from '@lingui/react/macro';
import { Button } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';

import type { Sheet } from '@/lib/export/csv';
import { saveCsv, saveXlsx } from '@/lib/export/save-sheet';

import { ErrorNotice } from './error-notice';
import { DownloadIcon } from './icons';

interface ExportButtonsProps {
  /** What is saved, or how to get all of it. */
  sheet: Sheet | (() => Promise<Sheet>);
}

const SAVERS = { csv: saveCsv, xlsx: saveXlsx };

/** Takes along what the table beside it shows. */
export function ExportButtons({ sheet }: ExportButtonsProps) {
  const save = useMutation({
    mutationFn: async (kind: keyof typeof SAVERS) =>
      SAVERS[kind](typeof sheet === 'function' ? await sheet() : sheet),
  });
  const button = (kind: keyof typeof SAVERS) => ({
    variant: 'default',
    leftSection: <DownloadIcon size={18} />,
    loading: save.isPending && save.variables === kind,
    onClick: () => save.mutate(kind),
  });
  return (
    <>
      <Button {...button('csv')}>
        <Trans>CSV</Trans>
      </Button>
      <Button {...button('xlsx')}>
        <Trans>Excel</Trans>
      </Button>
      {save.error && <ErrorNotice error={save.error} />}
    </>
  );
}
