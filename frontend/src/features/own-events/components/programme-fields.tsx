import { Trans, useLingui } from '@lingui/react/macro';
import { ActionIcon, Button, TextInput } from '@mantine/core';
import { useFieldArray, type UseFormReturn } from 'react-hook-form';

import { CrossIcon, PlusIcon } from '@/components/ui/icons';

import type { Fields } from '../api/fields';
import classes from './form.module.css';

interface ProgrammeFieldsProps {
  form: UseFormReturn<Fields>;
  startsAt: string;
}

/** What happens when; an entry counts once it has a time and a name. */
export function ProgrammeFields({ form, startsAt }: ProgrammeFieldsProps) {
  const { t } = useLingui();
  const entries = useFieldArray({ control: form.control, name: 'programme' });
  return (
    <div className={classes.form}>
      {entries.fields.length === 0 && (
        <p className={classes.hint}>
          <Trans>Support act, interval, last bus: what people like to know in advance.</Trans>
        </p>
      )}
      {entries.fields.map((entry, index) => (
        <div key={entry.id} className={classes.entry}>
          <TextInput
            label={t`Time`}
            type="datetime-local"
            {...form.register(`programme.${index}.starts`)}
          />
          <TextInput
            label={t`What happens`}
            maxLength={200}
            autoComplete="off"
            {...form.register(`programme.${index}.title`)}
          />
          <ActionIcon
            aria-label={t`Remove entry ${index + 1} of the programme`}
            onClick={() => entries.remove(index)}
          >
            <CrossIcon />
          </ActionIcon>
        </div>
      ))}
      <div>
        <Button
          variant="default"
          leftSection={<PlusIcon />}
          disabled={entries.fields.length >= 100}
          onClick={() => entries.append({ starts: startsAt, title: '' })}
        >
          <Trans>Add an entry</Trans>
        </Button>
      </div>
    </div>
  );
}
