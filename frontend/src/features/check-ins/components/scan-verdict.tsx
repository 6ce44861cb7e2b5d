import { Trans, useLingui } from '@lingui/react/macro';
import { Loader } from '@mantine/core';
import type { ReactNode } from 'react';

import { CheckIcon, ClockIcon, CrossIcon, WarningIcon } from '@/components/ui/icons';
import { errorCopy } from '@/lib/api/error-copy';
import { useFormat } from '@/lib/i18n/use-format';

import type { ScanResult } from '../api/check-ins';
import { overriddenCopy, reasonCopy } from '../api/reasons';
import type { Entry } from '../api/scan-queue';
import { AlsoLetIn } from './also-let-in';
import classes from './scan-verdict.module.css';

/** The latest scan, told by colour, by shape (round, angular or a triangle) and in words. */
export function ScanVerdict({ entry }: { entry: Entry }) {
  switch (entry.status) {
    case 'checking':
      return (
        <Verdict
          look="checking"
          shape={<Loader color="white" size={44} />}
          title={<Trans>Checking</Trans>}
        />
      );
    case 'waiting':
      return (
        <Verdict
          look="unsure"
          shape={<WarningIcon size={64} />}
          title={<Trans>Not checked yet</Trans>}
        >
          <p className={classes.holder}>
            <Trans>
              Do not admit anybody on this alone. It is kept and checked as soon as possible.
            </Trans>
          </p>
        </Verdict>
      );
    case 'rejected':
      return <RejectedVerdict error={entry.error} />;
    case 'decided':
      return <DecidedVerdict scan={entry.result} />;
    case 'taken_back':
      return <TakenBackVerdict scan={entry.result} />;
  }
}

function RejectedVerdict({ error }: { error: unknown }) {
  const { i18n } = useLingui();
  const copy = errorCopy(error);
  return (
    <Verdict look="refused" shape={<CrossIcon size={56} />} title={<Trans>Not checked</Trans>}>
      <p className={classes.holder}>{typeof copy === 'string' ? copy : i18n._(copy)}</p>
    </Verdict>
  );
}

function DecidedVerdict({ scan }: { scan: ScanResult }) {
  const { i18n } = useLingui();
  const isAdmitted = scan.result === 'admitted';
  const overrode = isAdmitted && scan.check_in?.overrode;
  return (
    <Verdict
      look={scan.result}
      shape={isAdmitted ? <CheckIcon size={56} /> : <CrossIcon size={56} />}
      title={isAdmitted ? <Trans>Admitted</Trans> : i18n._(reasonCopy(scan.reason))}
    >
      {scan.ticket && (
        <p className={classes.holder}>
          <strong>{scan.ticket.holder_name}</strong>
          <span>{scan.ticket.ticket_type_name}</span>
        </p>
      )}
      {overrode && <p className={classes.first}>{i18n._(overriddenCopy(overrode))}</p>}
      {!isAdmitted && scan.check_in && <EarlierUse checkIn={scan.check_in} />}
      {scan.replaced && (
        <p className={classes.first}>
          <AlsoLetIn checkIn={scan.replaced} />
        </p>
      )}
    </Verdict>
  );
}

function TakenBackVerdict({ scan }: { scan: ScanResult }) {
  return (
    <Verdict look="checking" shape={<ClockIcon size={56} />} title={<Trans>Taken back</Trans>}>
      <p className={classes.holder}>
        {scan.ticket && <strong>{scan.ticket.holder_name}</strong>}
        <Trans>Not inside. Scan the ticket again to admit it.</Trans>
      </p>
    </Verdict>
  );
}

interface VerdictProps {
  look: 'admitted' | 'refused' | 'unsure' | 'checking';
  shape: ReactNode;
  title: ReactNode;
  children?: ReactNode;
}

function Verdict({ look, shape, title, children }: VerdictProps) {
  return (
    <section
      className={classes.result}
      data-result={look}
      role={look === 'refused' || look === 'unsure' ? 'alert' : 'status'}
    >
      <span className={classes.shape}>{shape}</span>
      <div className={classes.words}>
        <h2 className={classes.verdict}>{title}</h2>
        {children}
      </div>
    </section>
  );
}

function EarlierUse({ checkIn }: { checkIn: NonNullable<ScanResult['check_in']> }) {
  const { ago, localDateTime } = useFormat();
  const when = localDateTime(checkIn.at);
  return (
    <p className={classes.first}>
      <strong>{ago(checkIn.at)}</strong>
      {checkIn.gate ? (
        <Trans>
          Came in {when} at {checkIn.gate}
        </Trans>
      ) : (
        <Trans>Came in {when}</Trans>
      )}
    </p>
  );
}
