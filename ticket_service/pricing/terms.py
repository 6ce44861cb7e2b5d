"""What of an event's sale rules the calculation needs."""

from collections.abc import Sequence

from ticket_service.catalog.models import Code, SaleRules, TicketType
from ticket_service.catalog.offers import Offer
from ticket_service.pricing.calculation import Discount, Line, Price, PricedLine, Terms, calculate


def terms_of(rules: SaleRules | None) -> Terms:
    """An event of which no rules were told has neither taxes nor fees."""
    if rules is None:
        return Terms()
    return Terms(
        tax_rate=rules.tax_rate,
        tax_included=rules.tax_included,
        fee_per_ticket=rules.fee_per_ticket,
        fee_rate=rules.fee_rate,
        fees_included=rules.fees_included,
        tax_name=rules.tax_name,
    )


def discount_of(code: Code | None) -> Discount | None:
    return None if code is None else Discount(code.rate, code.amount, code.ticket_type_ids)


def price_of(offers: Sequence[Offer], terms: Terms, code: Code | None) -> Price:
    """What the offers, of one currency, cost together."""
    lines = [Line(offer.ticket_type.id, offer.unit_price, offer.quantity) for offer in offers]
    return calculate(lines, terms, offers[0].ticket_type.currency, discount_of(code))


def price_of_one(kind: TicketType, terms: Terms) -> PricedLine:
    """What somebody pays who buys one ticket of the type."""
    return price_of([Offer(kind, 1)], terms, None).lines[0]
