"""The one calculation of what tickets cost: prices, a discount, and by `shared.charges` fees and tax.

Amounts are integers of minor units. Each part of a line is rounded once, half up, to what can be charged in the currency;
totals are sums of rounded parts, so that nothing is lost between lines, totals and tickets. `docs/decisions/0010-prices.md`
says what is fixed when.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from math import gcd
from typing import NamedTuple

from shared import money
from shared.charges import WHOLE, charge, rounded, step_of


@dataclass(frozen=True)
class Terms:
    """An event's taxes and fees as they are fixed for an order. What is included is a part of the price, not added to it."""

    tax_rate: int = 0
    tax_included: bool = True
    fee_per_ticket: int = 0
    fee_rate: int = 0
    fees_included: bool = False
    # As buyers read it.
    tax_name: str = "VAT"


@dataclass(frozen=True)
class Discount:
    """A rate off each line, or an amount off all lines together; of the types named, or of all."""

    rate: int | None
    amount: int | None
    ticket_type_ids: Collection[str] | None

    def applies_to(self, ticket_type_id: str) -> bool:
        return self.ticket_type_ids is None or ticket_type_id in self.ticket_type_ids


class Line(NamedTuple):
    """So many tickets of a type at a price."""

    ticket_type_id: str
    unit_price: int
    quantity: int

    @property
    def subtotal(self) -> int:
        return self.unit_price * self.quantity


class PricedLine(NamedTuple):
    """A line with what makes its total, which is what its tickets cost together."""

    line: Line
    discount: int
    fee: int
    tax: int
    total: int


class Price(NamedTuple):
    lines: Sequence[PricedLine]
    terms: Terms
    currency: str

    @property
    def subtotal(self) -> int:
        return sum([priced.line.subtotal for priced in self.lines])

    @property
    def discount(self) -> int:
        return sum([priced.discount for priced in self.lines])

    @property
    def fees(self) -> int:
        return sum([priced.fee for priced in self.lines])

    @property
    def tax(self) -> int:
        return sum([priced.tax for priced in self.lines])

    @property
    def total(self) -> int:
        return sum([priced.total for priced in self.lines])


def calculate(lines: Sequence[Line], terms: Terms, currency: str, discount: Discount | None = None) -> Price:
    """What the lines cost together."""
    step = step_of(currency, (line.unit_price for line in lines))
    discounts = [0] * len(lines) if discount is None else _discounts(lines, discount, step)
    priced = [_price(line, off, terms, step) for line, off in zip(lines, discounts, strict=True)]
    return Price(priced, terms, currency)


def split(total: int, number: int, currency: str) -> list[int]:
    """The total in equal parts as far as the currency's step allows; they add up to it."""
    step = gcd(money.step(currency), total)
    units = total // step
    return [(units * (place + 1) // number - units * place // number) * step for place in range(number)]


def _price(line: Line, discount: int, terms: Terms, step: int) -> PricedLine:
    """Tickets that cost nothing bear no fee, so that a discount can make an order free."""
    fee, tax, total = charge(line.subtotal - discount, terms.fee_per_ticket * line.quantity, terms, step)
    return PricedLine(line, discount, fee, tax, total)


def _discounts(lines: Sequence[Line], discount: Discount, step: int) -> Sequence[int]:
    """Of each line. An amount is shared out as the lines' prices stand to each other, and is never more than they cost."""
    bases = [line.subtotal if discount.applies_to(line.ticket_type_id) else 0 for line in lines]
    if discount.rate is not None:
        return [rounded(base * discount.rate, WHOLE, step) for base in bases]
    whole = sum(bases)
    if discount.amount is None or not whole:
        return [0] * len(lines)
    units = rounded(min(discount.amount, whole), 1, step) // step
    given, passed, parts = 0, 0, []
    for base in bases:
        passed += base
        part = units * passed // whole - given
        given += part
        parts.append(part * step)
    return parts
