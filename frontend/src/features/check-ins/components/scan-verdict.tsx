import { Trans, useLingui } from '@lingui/react/macro';

import { CheckIcon, CrossIcon } from '@/components/ui/icons';
import { useFormat } from '@/lib/i18n/use-format';

import type { ScanResult } from '../api/check-ins';
import { reasonCopy } from '../api/reasons';
import classes from './scan-verdict.module.css';

/** Admitted or refused, told by colour, by shape (round or angular) and in words. */
export function ScanVerdict({ scan }: { scan: ScanResult }) {
  const { i18n } = useLingui();
  const isAdmitted = scan.result === 'admitted';

  return (
    <section
      className={classes.result}
      data-result={scan.result}
      role={isAdmitted ? 'status' : 'alert'}
    >
      <span className={classes.shape}>
        {isAdmitted ? <CheckIcon size={56} /> : <CrossIcon size={56} />}
      </span>
      <div className={classes.words}>
        <h2 className={classes.verdict}>
          {isAdmitted ? <Trans>Admitted</Trans> : i18n._(reasonCopy(scan.reason))}
        </h2>
        {scan.ticket && (
          <p className={classes.holder}>
            <strong>{scan.ticket.holder_name}</strong>
            <span>{scan.ticket.ticket_type_name}</span>
          </p>
        )}
        {!isAdmitted && scan.check_in && <EarlierUse checkIn={scan.check_in} />}
      </div>
    </section>
  );
}

function EarlierUse({ checkIn }: { checkIn: NonNullable<ScanResult['check_in']> }) {
  const { localDateTime } = useFormat();
  const when = localDateTime(checkIn.at);
  return (
    <p className={classes.first}>
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
