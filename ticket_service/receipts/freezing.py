"""The facts of a receipt, taken from the order and its event when the number is given."""

from datetime import datetime

from shared.charges import step_of, tax_in
from ticket_service.catalog.models import Event, SaleRules
from ticket_service.orders.models import Order
from ticket_service.pricing.terms import terms_of
from ticket_service.receipts.facts import Facts, LineFacts, RefundFacts
from ticket_service.refunds.models import Refund


def of_order(order: Order, event: Event, rules: SaleRules | None, *, number: int, issued_at: datetime) -> Facts:
    assert order.paid_at is not None, "only what was paid has a receipt"
    return Facts(
        number=number,
        issued_at=issued_at,
        seller=event.organizer_name,
        order_number=order.number,
        names=[holder.name for holder in order.holders],
        event=event.title,
        venue=event.venue_name,
        starts_at=event.starts_at,
        time_zone=event.time_zone,
        currency=order.currency,
        lines=[
            LineFacts(
                name=line.ticket_type_name,
                quantity=line.quantity,
                unit_price=line.unit_price,
                discount=line.discount,
                fee=line.fee,
                tax=line.tax,
                total=line.total,
            )
            for line in order.lines
        ],
        subtotal=order.subtotal,
        discount=order.discount,
        fees=order.fees,
        fees_included=order.fees_included,
        tax=order.tax,
        tax_included=order.tax_included,
        tax_rate=_tax_rate(order, rules) if order.tax_rate is None else order.tax_rate,
        tax_name=order.tax_name,
        total=order.total,
        paid_at=order.paid_at,
    )


def of_refund(sale: Facts, refund: Refund, *, number: int, issued_at: datetime, refunded_before: int) -> Facts:
    """A credit note repeats what it corrects. The parts of the tax add up to it when everything has gone back."""
    assert refund.finished_at is not None, "only money that has gone has a credit note"
    until_now = refunded_before + refund.amount
    gone = RefundFacts(
        amount=refund.amount,
        tax=_part(sale, until_now) - _part(sale, refunded_before),
        tickets=len(refund.tickets),
        sent_at=refund.finished_at,
        corrects=sale.number,
    )
    return sale.model_copy(update={"number": number, "issued_at": issued_at, "refund": gone})


def _part(sale: Facts, amount: int) -> int:
    """The tax in so much of the total, half up."""
    return (2 * sale.tax * amount + sale.total) // (2 * sale.total) if sale.total else 0


def _tax_rate(order: Order, rules: SaleRules | None) -> int | None:
    """An older order keeps its tax and not the rate: it is known if the event's present rules lead to the same tax."""
    terms = terms_of(rules)
    if not order.tax or terms.tax_included != order.tax_included:
        return None
    step = step_of(order.currency, (line.unit_price for line in order.lines))
    for line in order.lines:
        net = line.unit_price * line.quantity - line.discount
        charged = net if order.fees_included else net + line.fee
        if tax_in(charged, terms, step) != line.tax:
            return None
    return terms.tax_rate
