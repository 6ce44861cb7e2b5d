import { Trans, useLingui } from '@lingui/react/macro';
import { TextInput } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';

import { EmptyState } from '@/components/ui/empty-state';
import { PersonIcon, SearchIcon } from '@/components/ui/icons';
import { Listing } from '@/components/ui/listing';
import { RecordRow, RecordTable } from '@/components/ui/record-table';
import { Tag } from '@/components/ui/tag';
import { useFormat } from '@/lib/i18n/use-format';
import { useSearchOnPause } from '@/lib/search-on-pause';

import { type AdminAccount, adminAccountsQuery } from '../api/admin-accounts';
import { AccountRoles } from './account-roles';
import classes from './account-table.module.css';

interface AccountTableProps {
  email: string;
  onSearch: (email: string) => void;
}

/** Everybody who has an account, and what they may do. */
export function AccountTable({ email, onSearch }: AccountTableProps) {
  const { t } = useLingui();
  const list = useInfiniteQuery(adminAccountsQuery(email));
  const search = useSearchOnPause(onSearch);

  return (
    <div className={classes.accounts}>
      <TextInput
        className={classes.search}
        type="search"
        label={t`Find an account`}
        description={t`By the beginning of the e-mail address.`}
        defaultValue={email}
        onChange={(change) => search(change.currentTarget.value.trim())}
        leftSection={<SearchIcon />}
        maxLength={254}
        autoComplete="off"
      />
      <Listing
        list={list}
        empty={
          <EmptyState icon={<PersonIcon size={26} />} title={<Trans>Nobody is found</Trans>}>
            <Trans>No address begins like this. Try fewer letters.</Trans>
          </EmptyState>
        }
      >
        {(accounts) => (
          <RecordTable
            label={t`Accounts`}
            headings={[<Trans>Account</Trans>, <Trans>Since</Trans>, <Trans>Roles</Trans>]}
          >
            {accounts.map((account) => (
              <AccountRow key={account.id} account={account} />
            ))}
          </RecordTable>
        )}
      </Listing>
    </div>
  );
}

function AccountRow({ account }: { account: AdminAccount }) {
  const { localDateTime } = useFormat();
  return (
    <RecordRow
      title={
        <>
          {account.name}
          <small>{account.email}</small>
          {!account.email_verified && (
            <Tag tone="warn">
              <Trans>Address not confirmed</Trans>
            </Tag>
          )}
        </>
      }
      cells={[
        <>
          {localDateTime(account.created_at)}
          <small>
            <Link to="/admin/orders" search={{ account: account.id }}>
              <Trans>Orders</Trans>
            </Link>
          </small>
        </>,
        <AccountRoles account={account} />,
      ]}
    />
  );
}
