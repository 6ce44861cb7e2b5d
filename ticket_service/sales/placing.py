"""Placing an order from a hold. An order that costs nothing is paid at once."""

from collections.abc import Sequence

from sqlalchemy.ext.asyncio import AsyncSession

from shared.persistence import clock
from ticket_service.catalog import offers
from ticket_service.catalog.errors import EventIsCanceled
from ticket_service.config import Settings
from ticket_service.holds import service as holds
from ticket_service.orders.models import Holder, Order
from ticket_service.pricing import codes, uses
from ticket_service.pricing.codes import Entered
from ticket_service.pricing.terms import discount_of
from ticket_service.sales import completion, drafting
from ticket_service.stock import claims


async def place_from_hold(
    session: AsyncSession,
    settings: Settings,
    *,
    account_id: str,
    hold_id: str,
    holders: Sequence[Holder],
    entered: Entered,
) -> Order:
    """Orders what is held, at the prices, taxes and fees of the hold; a discount is that of this moment.

    Raises HoldNotFound, HoldExpired, HoldEnded, EventIsCanceled, the codes' errors, HoldersDoNotMatch, TotalTooHigh or
    AmountNotChargeable.
    """
    moment = await clock.now(session)
    hold = await holds.get_for_update(session, hold_id, account_id=account_id)
    hold.convert(moment)
    if (await offers.get_event(session, hold.event_id)).is_canceled:
        raise EventIsCanceled
    found = await codes.find(session, hold.event_id, entered.words)
    good = codes.check(found, entered, hold.quantities, moment)
    await uses.take(session, account_id, good.all)
    wish = drafting.Wish(account_id, hold.event_id, hold.quantities, holders, entered)
    price = hold.price_with(discount_of(good.discount))
    order = drafting.draft(settings, wish, price, await offers.find_names(session, hold.quantities), good, moment)
    order.hold_id, order.access_code_id = hold.id, hold.access_code_id
    session.add(order)
    await session.flush()  # the order before its tickets
    if order.is_free:
        await claims.sell_held(session, [order])
        await completion.complete(session, order)
    return order
