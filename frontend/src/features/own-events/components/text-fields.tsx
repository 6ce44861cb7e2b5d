import { useLingui } from '@lingui/react/macro';
import { Autocomplete, Textarea, TextInput } from '@mantine/core';
import { Controller, type UseFormReturn } from 'react-hook-form';

import type { Fields } from '../api/fields';
import classes from './form.module.css';

export function TextFields({ form }: { form: UseFormReturn<Fields> }) {
  const { t } = useLingui();
  return (
    <div className={classes.form}>
      <TextInput label={t`Title`} maxLength={200} autoComplete="off" {...form.register('title')} />
      <TextInput
        label={t`Summary`}
        description={t`One sentence, for lists and shared links.`}
        maxLength={500}
        autoComplete="off"
        {...form.register('summary')}
      />
      <Textarea
        label={t`Description`}
        description={t`An empty line begins a new paragraph.`}
        size="md"
        autosize
        minRows={5}
        maxRows={20}
        maxLength={20000}
        {...form.register('description')}
      />
      <Controller
        control={form.control}
        name="category"
        render={({ field }) => (
          <Autocomplete
            label={t`Category`}
            description={t`People can look for it. Choose one, or write your own.`}
            size="md"
            maxLength={60}
            data={[
              t`music`,
              t`theatre`,
              t`comedy`,
              t`dance`,
              t`party`,
              t`festival`,
              t`talk`,
              t`family`,
              t`sport`,
            ]}
            {...field}
          />
        )}
      />
    </div>
  );
}
