import { Trans } from '@lingui/react/macro';
import { Button } from '@mantine/core';
import { type KeyboardEvent, type ReactNode, useEffect, useId, useRef, useState } from 'react';

import classes from './unfold.module.css';

interface UnfoldProps {
  label: ReactNode;
  icon?: ReactNode;
  /** What is asked or filled in, once the button is pressed. */
  title: ReactNode;
  children: (close: () => void) => ReactNode;
}

/** A button that makes room for a question or a form. Escape puts things back, and the focus goes where the eyes go. */
export function Unfold({ label, icon, title, children }: UnfoldProps) {
  const [isOpen, setIsOpen] = useState(false);
  const wasOpen = useRef(false);
  const opener = useRef<HTMLButtonElement>(null);
  const sheet = useRef<HTMLDivElement>(null);
  const titleId = useId();
  const close = () => setIsOpen(false);

  useEffect(() => {
    if (isOpen) sheet.current?.focus();
    else if (wasOpen.current) opener.current?.focus();
    wasOpen.current = isOpen;
  }, [isOpen]);

  function closeOnEscape(event: KeyboardEvent) {
    if (event.key === 'Escape') close();
  }

  if (!isOpen) {
    return (
      <Button ref={opener} variant="default" leftSection={icon} onClick={() => setIsOpen(true)}>
        {label}
      </Button>
    );
  }
  return (
    <div
      ref={sheet}
      className={classes.sheet}
      role="group"
      aria-labelledby={titleId}
      tabIndex={-1}
      onKeyDown={closeOnEscape}
    >
      <p id={titleId} className={classes.title}>
        {title}
      </p>
      {children(close)}
    </div>
  );
}

interface UnfoldActionsProps {
  /** The button that does it. */
  children: ReactNode;
  close: () => void;
}

/** At the end of what was unfolded: do it, or leave things as they are. */
export function UnfoldActions({ children, close }: UnfoldActionsProps) {
  return (
    <div className={classes.actions}>
      {children}
      <Button variant="default" onClick={close}>
        <Trans>Leave it as it is</Trans>
      </Button>
    </div>
  );
}
