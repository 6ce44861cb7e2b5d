import { useLingui } from '@lingui/react/macro';
import { TextInput } from '@mantine/core';
import { useState } from 'react';

import { useSearchOnPause } from '@/lib/search-on-pause';

import { SearchIcon } from './icons';

interface ListSearchProps {
  label: string;
  value: string;
  onSearch: (text: string) => void;
}

/** A field that searches a list when one pauses. */
export function ListSearch({ label, value, onSearch }: ListSearchProps) {
  const { t } = useLingui();
  const [typed, setTyped] = useState(value);
  const search = useSearchOnPause(onSearch);
  return (
    <TextInput
      label={label}
      type="search"
      placeholder={t`Search`}
      leftSection={<SearchIcon size={18} />}
      value={typed}
      maxLength={200}
      onChange={(change) => {
        setTyped(change.currentTarget.value);
        search(change.currentTarget.value.trim());
      }}
    />
  );
}
