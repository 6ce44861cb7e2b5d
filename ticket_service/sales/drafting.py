"""An order as it is before anything is taken for it: its lines, its holders' names, its price."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlalchemy.orm.attributes import set_committed_value

from shared.ids import new_id
from shared.persistence import bulk
from ticket_service.config import Settings
from ticket_service.orders.models import Holder, Order, OrderLine, OrderStatus, new_number
from ticket_service.payments.amounts import to_stripe
from ticket_service.pricing.calculation import Price
from ticket_service.pricing.codes import Codes, Entered
from ticket_service.sales.errors import HoldersDoNotMatch


@dataclass(frozen=True)
class Wish:
    """What somebody wants to order: tickets by ticket type, who enters with them, and the codes they have."""

    account_id: str
    event_id: str
    quantities: Mapping[str, int]
    holders: Sequence[Holder]
    entered: Entered = field(default_factory=Entered)


def draft(
    settings: Settings, wish: Wish, price: Price, names: Mapping[str, str], codes: Codes, moment: datetime
) -> Order:
    """The pending order, with its id, in no session.

    Raises HoldersDoNotMatch, and TotalTooHigh or AmountNotChargeable for a total that could not be paid.
    """
    order_id = new_id("ord")
    lines = _lines(order_id, price, names, _holders_by_type(price, wish.holders))
    to_stripe(price.total, price.currency)
    order = bulk.row(
        Order,
        id=order_id,
        number=new_number(),
        account_id=wish.account_id,
        event_id=wish.event_id,
        status=OrderStatus.PENDING,
        subtotal=price.subtotal,
        discount=price.discount,
        fees=price.fees,
        fees_included=price.terms.fees_included,
        tax=price.tax,
        tax_included=price.terms.tax_included,
        tax_name=price.terms.tax_name,
        tax_rate=price.terms.tax_rate,
        total=price.total,
        currency=price.currency,
        discount_code=codes.discount.code if codes.discount else None,
        discount_code_id=codes.discount.id if codes.discount else None,
        access_code_id=codes.access.id if codes.access else None,
        created_at=moment,
        expires_at=moment + timedelta(seconds=settings.payment_seconds),
    )
    # Not `order.lines = lines`, which would record a change for the session that most orders never see.
    set_committed_value(order, "lines", lines)
    return order


def _lines(order_id: str, price: Price, names: Mapping[str, str], holders: Mapping[str, list[str]]) -> list[OrderLine]:
    return [
        bulk.row(
            OrderLine,
            order_id=order_id,
            position=position,
            ticket_type_id=priced.line.ticket_type_id,
            ticket_type_name=names[priced.line.ticket_type_id],
            quantity=priced.line.quantity,
            unit_price=priced.line.unit_price,
            discount=priced.discount,
            fee=priced.fee,
            tax=priced.tax,
            total=priced.total,
            holder_names=holders[priced.line.ticket_type_id],
        )
        for position, priced in enumerate(price.lines)
    ]


def _holders_by_type(price: Price, holders: Sequence[Holder]) -> Mapping[str, list[str]]:
    """The names by ticket type, as many as there are tickets of each."""
    names: dict[str, list[str]] = defaultdict(list)
    for holder in holders:
        names[holder.ticket_type_id].append(holder.name)
    wanted = {priced.line.ticket_type_id: priced.line.quantity for priced in price.lines}
    if {kind: len(given) for kind, given in names.items()} != wanted:
        raise HoldersDoNotMatch(param="holders")
    return names
