"""Amounts as Stripe wants them. Ours are minor units as `shared.money` counts them; for a few currencies Stripe differs.

Source: docs.stripe.com/currencies ("Special cases", "Three-decimal currencies", "Minimum and maximum charge amounts").
"""

from shared import money
from shared.errors import Conflict

# Charged in whole units, but sent as if they had two decimals.
_SENT_IN_HUNDREDTHS = frozenset({"UGX"})


# "The maximum amount is eight digits": more for a few currencies, which is not used here.
MOST = 99_999_999


class TotalTooHigh(Conflict):
    detail = "The total is more than can be paid at once; order fewer tickets."


class AmountNotChargeable(Conflict):
    detail = "The total cannot be charged in this currency: it has a fraction that cards cannot pay."


def to_stripe(amount: int, currency: str) -> int:
    """Raises TotalTooHigh, or AmountNotChargeable when the currency is not charged in steps so small."""
    if amount % money.step(currency):
        raise AmountNotChargeable(currency=currency, step=money.step(currency))
    sent = amount * 100 if currency in _SENT_IN_HUNDREDTHS else amount
    if sent > MOST:
        raise TotalTooHigh(total=amount, currency=currency)
    return sent


def from_stripe(amount: int, currency: str) -> int:
    """The reverse. Raises AmountNotChargeable for a fraction that we have no unit for."""
    ours, rest = divmod(amount, 100) if currency in _SENT_IN_HUNDREDTHS else (amount, 0)
    if rest:
        raise AmountNotChargeable(currency=currency, step=1)
    return ours
