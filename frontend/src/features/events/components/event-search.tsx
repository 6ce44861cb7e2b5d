import { Trans, useLingui } from '@lingui/react/macro';
import { Button, NativeSelect, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { type ChangeEvent, type FormEvent, useState } from 'react';

import { CalendarIcon, PlaceIcon, SearchIcon } from '@/components/ui/icons';

import { categoriesQuery, type EventFilters } from '../api/events';
import classes from './event-search.module.css';

interface EventSearchProps {
  filters: EventFilters;
  onSearch: (filters: EventFilters) => void;
}

/** Words, a city, a kind and days; nothing is asked of the server before the button or Enter. */
export function EventSearch({ filters, onSearch }: EventSearchProps) {
  const { t } = useLingui();
  const { q = '', city = '', category = '', from = '', to = '' } = filters;
  const [showsDays, setShowsDays] = useState(from !== '' || to !== '');
  const [typed, setTyped] = useState({ q, city, category, from, to });
  const [shown, setShown] = useState(filters);
  if (shown !== filters) {
    setShown(filters);
    setTyped({ q, city, category, from, to });
  }

  const categories = useQuery(categoriesQuery());

  const field = (name: keyof typeof typed) => ({
    value: typed[name],
    onChange: (change: ChangeEvent<HTMLInputElement | HTMLSelectElement>) =>
      setTyped({ ...typed, [name]: change.currentTarget.value }),
  });

  function submit(event: FormEvent) {
    event.preventDefault();
    const filled = Object.entries(typed)
      .map(([name, value]) => [name, value.trim()] as const)
      .filter(([, value]) => value !== '');
    onSearch(Object.fromEntries(filled));
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
      <NativeSelect
        className={classes.kind}
        label={t`Kind`}
        data={[{ value: '', label: t`Any kind` }, ...kinds(categories.data ?? [], typed.category)]}
        {...field('category')}
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

/** The one that is chosen can be chosen, whether or not events of it are ahead; capitals make no difference. */
function kinds(known: string[], chosen: string): string[] {
  const isKnown = chosen === '' || known.includes(chosen);
  if (isKnown) return known;
  const others = known.filter((one) => one.toLowerCase() !== chosen.toLowerCase());
  return [chosen, ...others];
}
