import { Trans, useLingui } from '@lingui/react/macro';

import { CheckIcon, CrossIcon } from '@/components/ui/icons';
import { useFormat } from '@/lib/i18n/use-format';

import type { CheckIn } from '../api/check-ins';
import { reasonCopy } from '../api/reasons';
import classes from './scan-result.module.css';

/** Admitted or refused, told by colour, by shape (round or angular) and in words. */
export function ScanResult({ checkIn }: { checkIn: CheckIn }) {
  const { i18n } = useLingui();
  const { localDateTime } = useFormat();
  const isAdmitted = checkIn.result === 'admitted';
  const { ticket, first_check_in: first } = checkIn;

  return (
    <section
      className={classes.result}
      data-result={checkIn.result}
      role={isAdmitted ? 'status' : 'alert'}
    >
      <span className={classes.shape}>
        {isAdmitted ? <CheckIcon size={56} /> : <CrossIcon size={56} />}
      </span>
      <div className={classes.words}>
        <h2 className={classes.verdict}>
          {isAdmitted ? <Trans>Admitted</Trans> : i18n._(reasonCopy(checkIn.reason))}
        </h2>
        {ticket && (
          <p className={classes.holder}>
            <strong>{ticket.holder_name}</strong>
            <span>{ticket.ticket_type_name}</span>
          </p>
        )}
        {!isAdmitted && first && (
          <p className={classes.first}>
            {first.gate ? (
              <Trans>
                First used {localDateTime(first.at)} at {first.gate}
              </Trans>
            ) : (
              <Trans>First used {localDateTime(first.at)}</Trans>
            )}
          </p>
        )}
      </div>
    </section>
  );
}
