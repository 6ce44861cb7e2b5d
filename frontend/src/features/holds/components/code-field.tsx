import { Trans, useLingui } from '@lingui/react/macro';
import { Button, TextInput } from '@mantine/core';
import { type FormEvent, type ReactNode, useRef, useState } from 'react';

import classes from './code-field.module.css';

interface CodeFieldProps {
  label: string;
  /** What was entered last, good or not. */
  code: string | undefined;
  onEnter: (code: string | undefined) => void;
  isChecking: boolean;
  /** Why it is not good, in words; the field keeps what was typed. */
  refusal: ReactNode;
  /** What a good code does. */
  children: ReactNode;
}

/** One word and what becomes of it. The button takes back what stands in the field once that is in use. */
export function CodeField(props: CodeFieldProps) {
  const { label, code, onEnter, isChecking, refusal, children } = props;
  const { t } = useLingui();
  const [typed, setTyped] = useState(code ?? '');
  const [isEmptyRefused, setEmptyRefused] = useState(false);
  const field = useRef<HTMLInputElement>(null);
  const word = typed.trim();
  const isInUse = Boolean(code) && word === code && !refusal && !isChecking;

  function submit(event: FormEvent) {
    event.preventDefault();
    setEmptyRefused(word === '' && !code);
    if (isInUse) setTyped('');
    onEnter(isInUse || word === '' ? undefined : word);
    field.current?.focus();
  }

  return (
    <form className={classes.form} noValidate onSubmit={submit}>
      <TextInput
        ref={field}
        label={label}
        value={typed}
        onChange={(event) => setTyped(event.currentTarget.value)}
        maxLength={100}
        autoComplete="off"
        autoCapitalize="characters"
        spellCheck={false}
        error={isEmptyRefused && word === '' ? t`Enter a code.` : word === code && refusal}
      />
      <Button type="submit" variant="default" loading={isChecking} className={classes.button}>
        {isInUse ? <Trans>Remove</Trans> : <Trans>Apply</Trans>}
      </Button>
      <div role="status" className={classes.effect}>
        {isInUse && children}
      </div>
    </form>
  );
}
