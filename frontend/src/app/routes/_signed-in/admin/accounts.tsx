import { Trans, useLingui } from '@lingui/react/macro';
import { createFileRoute } from '@tanstack/react-router';

import { Page } from '@/components/ui/page';
import { AccountTable } from '@/features/accounts/components/account-table';
import { searchOf, text } from '@/lib/search';

export const Route = createFileRoute('/_signed-in/admin/accounts')({
  validateSearch: searchOf({ email: text }),
  component: AccountsPage,
});

function AccountsPage() {
  const { t } = useLingui();
  const { email = '' } = Route.useSearch();
  const navigate = Route.useNavigate();
  return (
    <Page
      title={t`Accounts`}
      lead={<Trans>Who has an account, and what they may do beyond buying tickets.</Trans>}
    >
      <AccountTable
        email={email}
        onSearch={(typed) =>
          void navigate({
            search: { email: typed || undefined },
            replace: true,
            resetScroll: false,
          })
        }
      />
    </Page>
  );
}
