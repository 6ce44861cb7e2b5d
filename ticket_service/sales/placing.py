"""Placing an order: from a hold, or hold and order in one. An order that costs nothing is paid at once."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import timedelta

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
from ticket_service.sales import completion
from ticket_service.sales.errors import HoldersDoNotMatch
from ticket_service.stock import claims
from ticket_service.stock import service as stock


async def place_from_hold(
    session: AsyncSession, settings: Settings, *, account_id: str, hold_id: str, holders: Sequence[Holder]
) -> Order:
    """Orders what is held, at the prices of the hold.

    Raises HoldNotFound, HoldExpired, HoldEnded, EventIsCanceled or HoldersDoNotMatch.
    """
    hold = await holds.get_for_update(session, hold_id, account_id=account_id)
    hold.convert(await clock.now(session))
    if (await offers.get_event(session, hold.event_id)).is_canceled:
        raise EventIsCanceled
    lines = await _lines_of_hold(session, hold)
    order = await _enter(session, settings, account_id, hold.event_id, hold.currency, lines, holders)
    order.hold_id = hold.id
    if order.is_free:
        await stock.sell_held(session, order.event_id, order.quantities)
        await completion.complete(session, order)
    return order


async def place(
    session: AsyncSession,
    settings: Settings,
    *,
    account_id: str,
    event_id: str,
    quantities: Mapping[str, int],
    holders: Sequence[Holder],
) -> Order:
    """Takes tickets and orders them at the present prices. Raises what taking a hold raises, or HoldersDoNotMatch."""
    offered = await offers.get_offers(session, event_id, quantities, await clock.now(session))
    lines = [
        OrderLine(
            ticket_type_id=offer.ticket_type.id,
            ticket_type_name=offer.ticket_type.name,
            quantity=offer.quantity,
            unit_price=offer.unit_price,
        )
        for offer in offered
    ]
    order = await _enter(session, settings, account_id, event_id, offered[0].ticket_type.currency, lines, holders)
    if order.is_free:
        await claims.sell(session, account_id, event_id, offered)
        await completion.complete(session, order)
    else:
        await claims.hold(session, account_id, event_id, offered)
    return order


async def _lines_of_hold(session: AsyncSession, hold: Hold) -> list[OrderLine]:
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


async def _enter(
    session: AsyncSession,
    settings: Settings,
    account_id: str,
    event_id: str,
    currency: str,
    lines: list[OrderLine],
    holders: Sequence[Holder],
) -> Order:
    """Adds the pending order with the holders' names on its lines and the total that follows from them."""
    moment = await clock.now(session)
    _name_holders(lines, holders)
    order = Order(
        account_id=account_id,
        event_id=event_id,
        total=sum(line.quantity * line.unit_price for line in lines),
        currency=currency,
        created_at=moment,
        expires_at=moment + timedelta(seconds=settings.payment_seconds),
        lines=lines,
    )
    session.add(order)
    await session.flush()  # the order before its tickets, and the defaults that the answer shows
    return order


def _name_holders(lines: Sequence[OrderLine], holders: Sequence[Holder]) -> None:
    names: dict[str, list[str]] = defaultdict(list)
    for holder in holders:
        names[holder.ticket_type_id].append(holder.name)
    if {kind: len(given) for kind, given in names.items()} != {line.ticket_type_id: line.quantity for line in lines}:
        raise HoldersDoNotMatch(param="holders")
    for position, line in enumerate(lines):
        line.position, line.holder_names = position, names[line.ticket_type_id]
