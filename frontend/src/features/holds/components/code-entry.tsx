import { Trans } from '@lingui/react/macro';
import { Button } from '@mantine/core';
import { lazy, Suspense, useState } from 'react';

import type { CodeFormProps } from './code-form';
import classes from './ticket-picker.module.css';

// Few have a code, and everybody loads the page.
const CodeForm = lazy(() => import('./code-form'));

/** A quiet way in for whoever has a code; open at once for whoever comes with one. */
export function CodeEntry(props: CodeFormProps) {
  const [isOpen, setIsOpen] = useState(Boolean(props.code));
  return (
    <div className={classes.code}>
      {isOpen ? (
        <Suspense fallback={null}>
          <CodeForm {...props} />
        </Suspense>
      ) : (
        <Button
          size="sm"
          variant="subtle"
          color="gray"
          className={classes.quiet}
          onClick={() => setIsOpen(true)}
        >
          <Trans>Have a code?</Trans>
        </Button>
      )}
    </div>
  );
}
