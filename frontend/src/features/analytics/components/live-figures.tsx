import { Trans, useLingui } from '@lingui/react/macro';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';

import { Loaded } from '@/components/ui/loaded';
import { Meter } from '@/components/ui/meter';
import { useFormat } from '@/lib/i18n/use-format';

import { type Analytics, analyticsQuery } from '../api/analytics';
import { useLiveFigures } from '../api/live';
import { netOf } from '../api/days';
import classes from './analytics.module.css';

/** What is sold, earned and inside right now: told as it changes or, where that cannot be, asked for every few seconds. */
export function LiveFigures({ eventId }: { eventId: string }) {
  const isLive = useLiveFigures(eventId);
  const analytics = useQuery(analyticsQuery(eventId, { watch: !isLive }));
  return (
    <Loaded query={analytics} height={160}>
      {(data) => (
        <div>
          <p className={classes.pulse} data-live={isLive || undefined}>
            {isLive ? <Trans>Live</Trans> : <Trans>Every few seconds</Trans>}
          </p>
          <Figures analytics={data} />
        </div>
      )}
    </Loaded>
  );
}

function Figures({ analytics }: { analytics: Analytics }) {
  const { t } = useLingui();
  const { money, count } = useFormat();
  const { totals, ticket_types: types, currency } = analytics;
  const capacity = types.reduce((sum, type) => sum + type.capacity, 0);
  const gone = totals.sold - totals.returned;
  const show = (amount: number) => (currency === null ? '–' : money(amount, currency));
  return (
    <dl className={classes.figures} aria-live="off">
      <Figure name={<Trans>Sold</Trans>} value={count(gone)}>
        <Trans>of {count(capacity)}</Trans>
        <Meter label={t`Tickets sold`} value={gone} max={capacity} />
      </Figure>
      <Figure name={<Trans>Left after fees and refunds</Trans>} value={show(netOf(totals))}>
        <Trans>
          {show(totals.fees)} fees, {show(totals.refunded)} refunded
        </Trans>
      </Figure>
      <Figure name={<Trans>Checked in</Trans>} value={count(totals.checked_in)}>
        <Trans>of {count(gone)} expected</Trans>
        <Meter label={t`Checked in`} value={totals.checked_in} max={gone} />
      </Figure>
    </dl>
  );
}

interface FigureProps {
  name: ReactNode;
  value: ReactNode;
  children: ReactNode;
}

function Figure({ name, value, children }: FigureProps) {
  return (
    <div className={classes.figure}>
      <dt>{name}</dt>
      <dd>
        <strong>{value}</strong>
        <span>{children}</span>
      </dd>
    </div>
  );
}
