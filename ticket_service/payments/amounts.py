"""Amounts as Stripe wants them. Ours are minor units as `shared.money` counts them; for a few currencies Stripe differs.

Source: docs.stripe.com/currencies ("Special cases" and "Three-decimal currencies").
"""

from shared.errors import Conflict

# Charged in whole units, but sent as if they had two decimals.
_SENT_IN_HUNDREDTHS = frozenset({"UGX"})
# The last digits that must be zero.
_STEP = {"ISK": 100, "BHD": 10, "JOD": 10, "KWD": 10, "OMR": 10, "TND": 10}


class AmountNotChargeable(Conflict):
    detail = "The total cannot be charged in this currency: it has a fraction that cards cannot pay."


def to_stripe(amount: int, currency: str) -> int:
    """Raises AmountNotChargeable when the currency is not charged in steps so small."""
    if amount % _STEP.get(currency, 1):
        raise AmountNotChargeable(currency=currency, step=_STEP[currency])
    return amount * 100 if currency in _SENT_IN_HUNDREDTHS else amount
