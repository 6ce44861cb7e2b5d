import { useLingui } from '@lingui/react/macro';
import { ActionIcon } from '@mantine/core';

import { MinusIcon, PlusIcon } from './icons';
import classes from './quantity-picker.module.css';

interface QuantityPickerProps {
  /** What is counted, for those who hear the page. */
  label: string;
  value: number;
  max: number;
  onChange: (value: number) => void;
}

export function QuantityPicker({ label, value, max, onChange }: QuantityPickerProps) {
  const { t } = useLingui();
  return (
    <div className={classes.picker} role="group" aria-label={label}>
      <ActionIcon
        variant="default"
        radius="xl"
        aria-label={t`One less: ${label}`}
        disabled={value <= 0}
        onClick={() => onChange(value - 1)}
      >
        <MinusIcon />
      </ActionIcon>
      <output className={classes.value} aria-live="polite">
        {value}
      </output>
      <ActionIcon
        variant="filled"
        color="cobalt"
        radius="xl"
        aria-label={t`One more: ${label}`}
        disabled={value >= max}
        onClick={() => onChange(value + 1)}
      >
        <PlusIcon />
      </ActionIcon>
    </div>
  );
}
