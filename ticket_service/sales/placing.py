"""Placing an order from a hold. An order that costs nothing is paid at once."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from shared import clock
from ticket_service.catalog import offers
from ticket_service.catalog.errors import EventIsCanceled
from ticket_service.catalog.models import TicketType
from ticket_service.config import Settings
from ticket_service.holds import service as holds
from ticket_service.holds.models import Hold
from ticket_service.orders.models import Holder, Order, OrderLine
from ticket_service.sales import completion, drafting
from ticket_service.stock import claims


async def place_from_hold(
    session: AsyncSession, settings: Settings, *, account_id: str, hold_id: str, holders: Sequence[Holder]
) -> Order:
    """Orders what is held, at the prices of the hold.

    Raises HoldNotFound, HoldExpired, HoldEnded, EventIsCanceled, HoldersDoNotMatch, TotalTooHigh or AmountNotChargeable.
    """
    moment = await clock.now(session)
    hold = await holds.get_for_update(session, hold_id, account_id=account_id)
    hold.convert(moment)
    if (await offers.get_event(session, hold.event_id)).is_canceled:
        raise EventIsCanceled
    wish = drafting.Wish(account_id, hold.event_id, hold.quantities, holders)
    order = drafting.draft(settings, wish, hold.currency, await _lines(session, hold), moment)
    order.hold_id = hold.id
    session.add(order)
    await session.flush()  # the order before its tickets
    if order.is_free:
        await claims.sell_held(session, order)
        await completion.complete(session, order)
    return order


async def _lines(session: AsyncSession, hold: Hold) -> list[OrderLine]:
    kinds = await session.execute(select(TicketType).where(TicketType.id.in_(hold.quantities)))
    names = {kind.id: kind.name for kind in kinds.scalars()}
    return [
        OrderLine(
            ticket_type_id=line.ticket_type_id,
            ticket_type_name=names[line.ticket_type_id],
            quantity=line.quantity,
            unit_price=line.unit_price,
        )
        for line in hold.lines
    ]
