import { Trans, useLingui } from '@lingui/react/macro';
import { Button, TextInput } from '@mantine/core';
import { type ChangeEvent, type FormEvent, useState } from 'react';

import { CalendarIcon, PlaceIcon, SearchIcon } from '@/components/ui/icons';

import type { EventFilters } from '../api/events';
import classes from './event-search.module.css';

interface EventSearchProps {
  filters: EventFilters;
  onSearch: (filters: EventFilters) => void;
}

/** Words, a city and days; nothing is asked of the server before the button or Enter. */
export function EventSearch({ filters, onSearch }: EventSearchProps) {
  const { t } = useLingui();
  const { q = '', city = '', from = '', to = '' } = filters;
  const [showsDays, setShowsDays] = useState(from !== '' || to !== '');
  const [typed, setTyped] = useState({ q, city, from, to });
  const [shown, setShown] = useState(filters);
  if (shown !== filters) {
    setShown(filters);
    setTyped({ q, city, from, to });
  }

  const field = (name: keyof typeof typed) => ({
    value: typed[name],
    onChange: (change: ChangeEvent<HTMLInputElement>) =>
      setTyped({ ...typed, [name]: change.currentTarget.value }),
  });

  function submit(event: FormEvent) {
    event.preventDefault();
    const filled = Object.entries(typed)
      .map(([name, value]) => [name, value.trim()] as const)
      .filter(([, value]) => value !== '');
    onSearch({ category: filters.category, ...Object.fromEntries(filled) });
  }

  return (
    <form className={classes.search} role="search" onSubmit={submit}>
      <TextInput
        className={classes.words}
        label={t`What`}
        placeholder={t`Artist, event or venue`}
        type="search"
        leftSection={<SearchIcon />}
        {...field('q')}
      />
      <TextInput
        className={classes.city}
        label={t`City`}
        placeholder={t`Anywhere`}
        leftSection={<PlaceIcon />}
        {...field('city')}
      />
      {!showsDays && (
        <Button
          className={classes.choose}
          variant="default"
          leftSection={<CalendarIcon />}
          onClick={() => setShowsDays(true)}
        >
          <Trans>Any day</Trans>
        </Button>
      )}
      <TextInput
        className={classes.day}
        data-shown={showsDays || undefined}
        label={t`From`}
        type="date"
        {...field('from')}
      />
      <TextInput
        className={classes.day}
        data-shown={showsDays || undefined}
        label={t`Until`}
        type="date"
        {...field('to')}
      />
      <Button type="submit" className={classes.button}>
        <Trans>Search</Trans>
      </Button>
    </form>
  );
}
