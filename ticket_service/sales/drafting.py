"""An order as it is before anything is taken for it: its lines, its holders' names, its total."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from shared.ids import new_id
from ticket_service.config import Settings
from ticket_service.orders.models import Holder, Order, OrderLine, OrderStatus, new_number
from ticket_service.payments.amounts import to_stripe
from ticket_service.sales.errors import HoldersDoNotMatch


@dataclass(frozen=True)
class Wish:
    """What somebody wants to order: tickets by ticket type, and who enters with them."""

    account_id: str
    event_id: str
    quantities: Mapping[str, int]
    holders: Sequence[Holder]


def draft(settings: Settings, wish: Wish, currency: str, lines: list[OrderLine], moment: datetime) -> Order:
    """The pending order, with its id, in no session.

    Raises HoldersDoNotMatch, and TotalTooHigh or AmountNotChargeable for a total that could not be paid.
    """
    order_id = new_id("ord")
    _name_holders(order_id, lines, wish.holders)
    total = sum(line.quantity * line.unit_price for line in lines)
    to_stripe(total, currency)
    return Order(
        id=order_id,
        number=new_number(),
        account_id=wish.account_id,
        event_id=wish.event_id,
        status=OrderStatus.PENDING,
        total=total,
        currency=currency,
        created_at=moment,
        expires_at=moment + timedelta(seconds=settings.payment_seconds),
        lines=lines,
    )


def _name_holders(order_id: str, lines: Sequence[OrderLine], holders: Sequence[Holder]) -> None:
    names: dict[str, list[str]] = defaultdict(list)
    for holder in holders:
        names[holder.ticket_type_id].append(holder.name)
    if {kind: len(given) for kind, given in names.items()} != {line.ticket_type_id: line.quantity for line in lines}:
        raise HoldersDoNotMatch(param="holders")
    for position, line in enumerate(lines):
        line.order_id, line.position, line.holder_names = order_id, position, names[line.ticket_type_id]
