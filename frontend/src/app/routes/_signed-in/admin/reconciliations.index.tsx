import { Trans, useLingui } from '@lingui/react/macro';
import { createFileRoute } from '@tanstack/react-router';

import { Page } from '@/components/ui/page';
import { BeginReconciliation } from '@/features/reconciliations/components/begin-reconciliation';
import { ReconciliationTable } from '@/features/reconciliations/components/reconciliation-table';

import classes from '../admin.module.css';

export const Route = createFileRoute('/_signed-in/admin/reconciliations/')({
  component: ReconciliationsPage,
});

function ReconciliationsPage() {
  const { t } = useLingui();
  return (
    <Page
      title={t`Reconciliations`}
      lead={<Trans>Whether the payment provider’s books and ours say the same.</Trans>}
    >
      <div className={classes.stack}>
        <div>
          <BeginReconciliation />
        </div>
        <ReconciliationTable />
      </div>
    </Page>
  );
}
