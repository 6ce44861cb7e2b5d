import { useLingui } from '@lingui/react/macro';
import { TextInput } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { useState } from 'react';

import { SearchIcon } from './icons';

interface ListSearchProps {
  label: string;
  value: string;
  onSearch: (text: string) => void;
}

const SEARCH_AFTER_MS = 350;

/** A field that searches a list when one pauses. */
export function ListSearch({ label, value, onSearch }: ListSearchProps) {
  const { t } = useLingui();
  const [typed, setTyped] = useState(value);
  const search = useDebouncedCallback(onSearch, SEARCH_AFTER_MS);
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
