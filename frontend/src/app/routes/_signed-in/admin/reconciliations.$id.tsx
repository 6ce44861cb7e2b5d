import { Trans, useLingui } from '@lingui/react/macro';
import { createFileRoute } from '@tanstack/react-router';

import { TextLink } from '@/components/ui/links';
import { Page } from '@/components/ui/page';
import { DifferenceTable } from '@/features/reconciliations/components/difference-table';

export const Route = createFileRoute('/_signed-in/admin/reconciliations/$id')({
  component: ReconciliationPage,
});

function ReconciliationPage() {
  const { t } = useLingui();
  const { id } = Route.useParams();
  return (
    <Page
      title={t`Differences`}
      lead={
        <Trans>
          What one comparison has found.{' '}
          <TextLink to="/admin/reconciliations">All comparisons</TextLink>
        </Trans>
      }
    >
      <DifferenceTable reconciliationId={id} />
    </Page>
  );
}
