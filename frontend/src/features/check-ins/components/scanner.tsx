import { Trans, useLingui } from '@lingui/react/macro';
import { Button, TextInput } from '@mantine/core';
import { type FormEvent, useEffect, useRef, useState } from 'react';

import { ErrorNotice } from '@/components/ui/error-notice';
import { ScanIcon } from '@/components/ui/icons';

import { newScan, type Scan, useCheckIn } from '../api/check-ins';
import { ScanVerdict } from './scan-verdict';
import classes from './scanner.module.css';

/**
 * One code after the other. A hardware scanner types a code and presses Enter, so the field keeps the focus and is
 * empty again before the next one comes.
 */
export function Scanner({ eventId, gate }: { eventId: string; gate: string }) {
  const { t } = useLingui();
  const [code, setCode] = useState('');
  const field = useRef<HTMLInputElement>(null);
  const checkIn = useCheckIn();
  const lastScan = useRef<Scan | null>(null);

  useEffect(() => field.current?.focus(), []);

  function send(scan: Scan) {
    lastScan.current = scan;
    checkIn.mutate(scan);
    field.current?.focus();
  }

  function submit(event: FormEvent) {
    event.preventDefault();
    if (code.trim() === '') return;
    send(newScan(eventId, code, gate));
    setCode('');
  }

  return (
    <div className={classes.scanner}>
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
        <Button type="submit" loading={checkIn.isPending}>
          <Trans>Check in</Trans>
        </Button>
      </form>
      {checkIn.isError && (
        <ErrorNotice
          error={checkIn.error}
          title={t`Not checked: do not let anybody in on this`}
          retry={() => lastScan.current && send(lastScan.current)}
          isRetrying={checkIn.isPending}
        />
      )}
      {checkIn.isSuccess && <ScanVerdict scan={checkIn.data} />}
      {checkIn.isIdle && (
        <p className={classes.waiting}>
          <Trans>Waiting for the first ticket</Trans>
        </p>
      )}
    </div>
  );
}
