import { Trans, useLingui } from '@lingui/react/macro';
import { Button, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useForm } from 'react-hook-form';

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
  const form = useForm({ values: { q, city, from, to } });

  const submit = form.handleSubmit((typed) => {
    const filled = Object.entries(typed)
      .map(([name, value]) => [name, value.trim()] as const)
      .filter(([, value]) => value !== '');
    onSearch({ category: filters.category, ...Object.fromEntries(filled) });
  });

  return (
    <form className={classes.search} role="search" onSubmit={submit}>
      <TextInput
        className={classes.words}
        label={t`What`}
        placeholder={t`Artist, event or venue`}
        type="search"
        leftSection={<SearchIcon />}
        {...form.register('q')}
      />
      <TextInput
        className={classes.city}
        label={t`City`}
        placeholder={t`Anywhere`}
        leftSection={<PlaceIcon />}
        {...form.register('city')}
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
        {...form.register('from')}
      />
      <TextInput
        className={classes.day}
        data-shown={showsDays || undefined}
        label={t`Until`}
        type="date"
        {...form.register('to')}
      />
      <Button type="submit" className={classes.button}>
        <Trans>Search</Trans>
      </Button>
    </form>
  );
}
