import { Plural, Trans } from '@lingui/react/macro';

import { Tag } from '@/components/ui/tag';
import { useFormat } from '@/lib/i18n/use-format';

import type { TicketType } from '../api/ticket-types';
import classes from './ticket-types.module.css';

interface TicketTypeFactsProps {
  type: TicketType;
  timeZone: string;
  /** As far as it is known. */
  sold?: number;
}

export function TicketTypeFacts({ type, timeZone, sold }: TicketTypeFactsProps) {
  const { money, count } = useFormat();
  const most = count(type.max_per_order);
  const perPerson = type.max_per_account === null ? null : count(type.max_per_account);
  return (
    <div className={classes.type}>
      <h2 className={classes.name}>
        {type.name}
        {type.is_hidden && (
          <Tag tone="info">
            <Trans>Hidden</Trans>
          </Tag>
        )}
        {type.is_withdrawn && (
          <Tag>
            <Trans>Off sale</Trans>
          </Tag>
        )}
      </h2>
      <span className={classes.price}>
        {type.price === 0 ? <Trans>Free</Trans> : money(type.price, type.currency)}
      </span>
      {type.description && <p className={classes.description}>{type.description}</p>}
      <ul className={classes.facts}>
        <li>
          {sold === undefined ? (
            <Plural value={type.capacity} one="# ticket" other="# tickets" />
          ) : (
            <Trans>
              <strong>{count(sold)}</strong> of {count(type.capacity)} sold
            </Trans>
          )}
        </li>
        <li>
          <Trans>at most {most} per order</Trans>
        </li>
        {perPerson !== null && (
          <li>
            <Trans>at most {perPerson} per person</Trans>
          </li>
        )}
        {type.sales_start_at && (
          <li>
            <Trans>
              on sale from <Moment at={type.sales_start_at} timeZone={timeZone} />
            </Trans>
          </li>
        )}
        {type.sales_end_at && (
          <li>
            <Trans>
              on sale until <Moment at={type.sales_end_at} timeZone={timeZone} />
            </Trans>
          </li>
        )}
      </ul>
    </div>
  );
}

function Moment({ at, timeZone }: { at: string; timeZone: string }) {
  const { venueTime } = useFormat();
  const moment = venueTime(at, timeZone);
  return (
    <time dateTime={at}>
      {moment.date}, {moment.time}
    </time>
  );
}
