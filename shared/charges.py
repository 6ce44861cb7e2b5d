"""What an amount comes to with fees and a tax: the arithmetic that a window and a till have to share.

Amounts are minor units, rates basis points. Each part is rounded once, half up, to a multiple of the step: what can be
charged in the currency.
"""

from collections.abc import Iterable
from math import gcd
from typing import NamedTuple, Protocol

from shared import money

WHOLE = 10_000


class Terms(Protocol):
    """What is included is a part of the amount, not added to it."""

    @property
    def tax_rate(self) -> int: ...
    @property
    def tax_included(self) -> bool: ...
    @property
    def fee_rate(self) -> int: ...
    @property
    def fees_included(self) -> bool: ...


class Charge(NamedTuple):
    fee: int
    tax: int
    total: int


def charge(amount: int, fixed_fee: int, terms: Terms, step: int) -> Charge:
    """All in. What costs nothing bears no fee."""
    fee = rounded(fixed_fee * WHOLE + amount * terms.fee_rate, WHOLE, step) if amount else 0
    if terms.fees_included:
        fee = min(fee, amount)
    charged = amount if terms.fees_included else amount + fee
    tax = tax_in(charged, terms, step)
    return Charge(fee, tax, charged if terms.tax_included else charged + tax)


def tax_in(charged: int, terms: Terms, step: int) -> int:
    """The tax that what is charged contains, or that is added to it."""
    whole = WHOLE + terms.tax_rate if terms.tax_included else WHOLE
    return rounded(charged * terms.tax_rate, whole, step)


def step_of(currency: str, amounts: Iterable[int]) -> int:
    """Amounts that are no multiple of the currency's step cannot be charged; their parts are counted to the last unit."""
    return gcd(money.step(currency), *amounts)


def rounded(numerator: int, denominator: int, step: int) -> int:
    """The fraction to the nearest multiple of the step, half up."""
    if not numerator:
        return 0
    unit = denominator * step
    return (2 * numerator + unit) // (2 * unit) * step
