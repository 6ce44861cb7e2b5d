"""Receipts on paper: one accessible PDF, a page for the receipt and one for each credit note."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import orjson
from babel.dates import format_date
from babel.numbers import format_decimal

from shared import money, time_zones
from ticket_service.printing.typesetting import Document, typeset, wait_for_others
from ticket_service.receipts.facts import Facts, LineFacts, RefundFacts

_TEMPLATE = Path(__file__).with_name("receipt.typ")
MOST_NAMES = 10


def render(documents: Sequence[Facts]) -> Document:
    inputs = {
        "documents": orjson.dumps([_texts(facts) for facts in documents]).decode(),
        "title": f"Receipt for order {documents[0].order_number}",
        "author": documents[0].seller,
        "language": "en",
    }
    return typeset(_TEMPLATE, inputs)


def render_patiently(documents: Sequence[Facts]) -> Document:
    """The same, in a process that waits for others from then on."""
    wait_for_others()
    return render(documents)


def _texts(facts: Facts) -> dict[str, Any]:
    head = {
        "title": "Receipt" if facts.refund is None else "Credit note",
        "seller": facts.seller,
        "number": str(facts.number),
        "date": _date(facts.issued_at, facts),
        "order": facts.order_number,
        "names": _names(facts),
        "event": facts.event,
        "place": f"{_date(facts.starts_at, facts)}, {facts.venue}",
    }
    if facts.refund is None:
        return {**head, "lines": [_line(facts, line) for line in facts.lines], "sums": list(_sums(facts))}
    return {**head, "lines": [], "sums": list(_sent_back(facts, facts.refund))}


def _line(facts: Facts, line: LineFacts) -> list[str]:
    amounts = (line.unit_price, -line.discount, line.fee, line.tax, line.total)
    return [line.name, str(line.quantity), *(_amount(facts, amount) for amount in amounts)]


def _sums(facts: Facts) -> Iterator[tuple[str, str]]:
    yield "Tickets", _amount(facts, facts.subtotal)
    if facts.discount:
        yield "Discount", _amount(facts, -facts.discount)
    if facts.fees:
        yield "Fees, included" if facts.fees_included else "Fees", _amount(facts, facts.fees)
    if facts.tax:
        yield _tax(facts) + (", included" if facts.tax_included else ""), _amount(facts, facts.tax)
    yield f"Total, paid on {_date(facts.paid_at, facts)}", _amount(facts, facts.total)


def _sent_back(facts: Facts, refund: RefundFacts) -> Iterator[tuple[str, str]]:
    yield "Corrects receipt", f"No. {refund.corrects}"
    yield "Total of that receipt", _amount(facts, facts.total)
    if refund.tickets:
        yield "Tickets that ended", str(refund.tickets)
    if facts.tax:
        yield f"{_tax(facts)}, part of what went back", _amount(facts, -refund.tax)
    yield f"Sent back on {_date(refund.sent_at, facts)}", _amount(facts, -refund.amount)


def _tax(facts: Facts) -> str:
    name = facts.tax_name or "Tax"
    if facts.tax_rate is None:
        return name
    return f"{name} {format_decimal(Decimal(facts.tax_rate) / 100, locale='en')} %"


def _names(facts: Facts) -> str:
    different = list(dict.fromkeys(facts.names))
    more = len(different) - MOST_NAMES
    return ", ".join(different[:MOST_NAMES]) + (f" and {more} more" if more > 0 else "")


def _amount(facts: Facts, amount: int) -> str:
    return money.display(amount, facts.currency)


def _date(moment: datetime, facts: Facts) -> str:
    """The day at the venue."""
    return format_date(moment.astimezone(time_zones.zone(facts.time_zone)).date(), "d MMMM y", locale="en")
