import { Trans, useLingui } from '@lingui/react/macro';
import { Button, TextInput } from '@mantine/core';
import { type FormEvent, useEffect, useRef, useState } from 'react';

import { ScanIcon } from '@/components/ui/icons';

import classes from './scanner.module.css';

/**
 * Where a hardware scanner types: a code and Enter. It takes the focus and is empty again before the next code comes; what
 * is scanned while nothing else has the focus goes there too.
 */
export function CodeField({ onCode }: { onCode: (code: string) => void }) {
  const { t } = useLingui();
  const [code, setCode] = useState('');
  const field = useRef<HTMLInputElement>(null);

  useEffect(() => {
    field.current?.focus();
    const takeStrayKeys = (event: KeyboardEvent) => {
      const isTyping = event.key.length === 1 && !event.ctrlKey && !event.metaKey && !event.altKey;
      if (isTyping && document.activeElement === document.body) field.current?.focus();
    };
    document.addEventListener('keydown', takeStrayKeys);
    return () => document.removeEventListener('keydown', takeStrayKeys);
  }, []);

  function submit(event: FormEvent) {
    event.preventDefault();
    field.current?.focus();
    if (code.trim() === '') return;
    onCode(code.trim());
    setCode('');
  }

  return (
    <form className={classes.form} onSubmit={submit}>
      <TextInput
        ref={field}
        className={classes.field}
        label={t`Ticket code`}
        description={t`Scan, type or paste it.`}
        value={code}
        onChange={(event) => setCode(event.currentTarget.value)}
        autoComplete="off"
        autoCapitalize="characters"
        spellCheck={false}
        leftSection={<ScanIcon />}
      />
      <Button type="submit">
        <Trans>Check in</Trans>
      </Button>
    </form>
  );
}
