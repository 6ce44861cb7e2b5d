import { Trans, useLingui } from '@lingui/react/macro';
import { Button } from '@mantine/core';

import { CheckIcon, ClockIcon, CrossIcon } from '@/components/ui/icons';
import { Notice } from '@/components/ui/notice';
import { useFormat } from '@/lib/i18n/use-format';

import { reasonCopy } from '../api/reasons';
import { type Entry, isAmissLate } from '../api/scan-queue';
import { AlsoLetIn } from './also-let-in';
import classes from './scan-history.module.css';

/** The scans before the latest one, and first of all those that turned out otherwise after their holders had gone. */
export function ScanHistory({ entries, onSeen }: { entries: Entry[]; onSeen: () => void }) {
  const { t } = useLingui();
  const late = entries.filter(isAmissLate);
  if (entries.length === 0) return null;
  return (
    <div className={classes.history}>
      {late.length > 0 && (
        <Notice
          tone="bad"
          urgent
          title={<Trans>Not in order when it could be checked</Trans>}
          actions={
            <Button variant="default" onClick={onSeen}>
              <Trans>I have looked</Trans>
            </Button>
          }
        >
          <Trans>
            These were scanned without a network. Look whether somebody went in on them.
          </Trans>
          <ol className={classes.scans}>
            {late.map((entry) => (
              <Line key={entry.scan.scanId} entry={entry} />
            ))}
          </ol>
        </Notice>
      )}
      <h2 className={classes.title}>
        <Trans>Latest scans</Trans>
      </h2>
      <ol className={classes.scans} aria-label={t`Latest scans`}>
        {entries.slice(0, 10).map((entry) => (
          <Line key={entry.scan.scanId} entry={entry} />
        ))}
      </ol>
    </div>
  );
}

function lookOf(entry: Entry) {
  switch (entry.status) {
    case 'decided':
      return entry.result.result;
    case 'rejected':
      return 'refused';
    case 'taken_back':
      return 'taken_back';
    default:
      return 'unsure';
  }
}

function Line({ entry }: { entry: Entry }) {
  const { i18n } = useLingui();
  const { localTime } = useFormat();
  const result = 'result' in entry ? entry.result : null;
  const look = lookOf(entry);
  return (
    <li className={classes.scan} data-look={look}>
      {look === 'admitted' && <CheckIcon />}
      {look === 'refused' && <CrossIcon />}
      {(look === 'unsure' || look === 'taken_back') && <ClockIcon />}
      <span className={classes.words}>
        <strong>
          {look === 'admitted' && <Trans>Admitted</Trans>}
          {look === 'refused' && i18n._(reasonCopy(result?.reason))}
          {look === 'unsure' && <Trans>Not checked yet</Trans>}
          {look === 'taken_back' && <Trans>Taken back</Trans>}
        </strong>
        {result?.ticket && <span>{result.ticket.holder_name}</span>}
        {result?.replaced && <AlsoLetIn checkIn={result.replaced} />}
      </span>
      <time dateTime={new Date(entry.scannedAt).toISOString()}>{localTime(entry.scannedAt)}</time>
    </li>
  );
}
