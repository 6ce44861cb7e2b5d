"""What tickets would cost now, or what is held does; nothing is taken."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy.ext.asyncio import AsyncSession

from shared.access.principals import Principal
from shared.persistence import clock
from ticket_service.catalog import offers
from ticket_service.holds import service as holds
from ticket_service.pricing import codes, uses
from ticket_service.pricing.calculation import Price
from ticket_service.pricing.codes import Entered
from ticket_service.pricing.terms import discount_of, price_of, terms_of
from ticket_service.sales.errors import CodesNeedAccount


@dataclass(frozen=True)
class Quote:
    event_id: str
    price: Price
    discount_code: str | None


async def quote_items(
    session: AsyncSession, caller: Principal | None, event_id: str, quantities: Mapping[str, int], entered: Entered
) -> Quote:
    """Whoever tries codes is known. Raises CodesNeedAccount, the catalog's and the codes' errors; stock is not asked."""
    if entered.words and caller is None:
        raise CodesNeedAccount
    moment = await clock.now(session)
    event, rules = await offers.get_event_with_rules(session, event_id)
    good = codes.check(await codes.find(session, event_id, entered.words), entered, quantities, moment)
    chosen = await offers.get_offers(session, event, quantities, moment, good.unlocked)
    await uses.require_left(session, caller.account_id if caller else None, good.all)
    price = price_of(chosen, terms_of(rules), good.discount)
    return Quote(event_id, price, good.discount.code if good.discount else None)


async def quote_hold(session: AsyncSession, caller: Principal, hold_id: str, entered: Entered) -> Quote:
    """Raises HoldNotFound and the codes' errors."""
    moment = await clock.now(session)
    hold = await holds.get(session, hold_id, account_id=caller.account_id)
    found = await codes.find(session, hold.event_id, entered.words)
    good = codes.check(found, entered, hold.quantities, moment)
    await uses.require_left(session, caller.account_id, good.all)
    price = hold.price_with(discount_of(good.discount))
    return Quote(hold.event_id, price, good.discount.code if good.discount else None)
