import { useLingui } from '@lingui/react/macro';
import { createFileRoute } from '@tanstack/react-router';

import { Page } from '@/components/ui/page';
import { PurchaseTable } from '@/features/purchases/components/purchase-table';

export const Route = createFileRoute('/_signed-in/purchases')({ component: PurchasesPage });

function PurchasesPage() {
  const { t } = useLingui();
  return (
    <Page title={t`Purchase history`} width="reading">
      <PurchaseTable />
    </Page>
  );
}
