import { Trans } from '@lingui/react/macro';

import { useFormat } from '@/lib/i18n/use-format';

import type { OwnEvent } from '../api/own-events';
import classes from './offer-list.module.css';

/** What is offered at which price, without the buttons to buy it. */
export function OfferList({ offers }: { offers: OwnEvent['ticket_types'] }) {
  const { money } = useFormat();
  if (offers.length === 0) return <Trans>There are no tickets yet.</Trans>;
  return (
    <ul className={classes.offers}>
      {offers.map((offer) => (
        <li key={offer.id}>
          <div>
            <strong>{offer.name}</strong>
            {offer.description && <p>{offer.description}</p>}
          </div>
          <span>
            {offer.all_in_price === 0 ? (
              <Trans>Free</Trans>
            ) : (
              money(offer.all_in_price, offer.currency)
            )}
          </span>
        </li>
      ))}
    </ul>
  );
}
