import { Trans } from '@lingui/react/macro';
import type { ReactNode } from 'react';

import { Countdown } from '@/components/ui/countdown';
import { QuantityPicker } from '@/components/ui/quantity-picker';
import { StandingTag } from '@/components/ui/standing-tag';
import { serverClock } from '@/lib/clock/server-clock';
import { secondsUntil } from '@/lib/clock/countdown';
import { useFormat } from '@/lib/i18n/use-format';

import { isOnSale, type TypeAvailability } from '../api/availability';
import { mostOf } from '../api/selection';
import { PriceNote, type PriceTerms } from './price-note';
import classes from './ticket-picker.module.css';

interface TicketTypeRowProps {
  type: TypeAvailability;
  terms: PriceTerms;
  description: string;
  quantity: number;
  onChange: (quantity: number) => void;
  /** Shown when it is sold out and people can wait in line for it. */
  waitlist: ReactNode;
}

export function TicketTypeRow(props: TicketTypeRowProps) {
  const { type, terms, description, quantity, onChange, waitlist } = props;
  const { money } = useFormat();
  const canBuy = isOnSale(type.status);

  return (
    <li className={classes.type} data-closed={!canBuy || undefined}>
      <div className={classes.what}>
        <h3 className={classes.name}>{type.name}</h3>
        {description && <p className={classes.description}>{description}</p>}
        <p className={classes.price}>
          {type.all_in_price === 0 ? <Trans>Free</Trans> : money(type.all_in_price, type.currency)}
          <StandingTag standing={type.status} />
        </p>
        <PriceNote type={type} terms={terms} />
        {type.status === 'not_yet' && type.sales_start_at && <Opening at={type.sales_start_at} />}
        {type.is_waitlist_open && <div className={classes.waitlist}>{waitlist}</div>}
      </div>
      {canBuy && (
        <QuantityPicker label={type.name} value={quantity} max={mostOf(type)} onChange={onChange} />
      )}
    </li>
  );
}

const DAY_S = 24 * 60 * 60;

/** When the sale begins; counted down on the last day. */
function Opening({ at }: { at: string }) {
  const { localMoment } = useFormat();
  const isSoon = secondsUntil(at, serverClock.now()) < DAY_S;
  return (
    <p className={classes.opening}>
      {isSoon ? (
        <Trans>
          On sale in <Countdown until={at} warnBelow={0} />
        </Trans>
      ) : (
        <Trans>On sale from {localMoment(at)}</Trans>
      )}
    </p>
  );
}
