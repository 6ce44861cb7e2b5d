"""Events' sales while it is decided who gets what: codes and stock, locked in this order, and what is offered."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from sqlalchemy.ext.asyncio import AsyncSession

from shared.persistence import bulk
from ticket_service.catalog import offers
from ticket_service.catalog.errors import EventNotFound
from ticket_service.catalog.models import Code, Event, TicketType
from ticket_service.catalog.offers import Catalog, Offer
from ticket_service.pricing import codes
from ticket_service.pricing.calculation import Terms
from ticket_service.pricing.codes import Codes, Entered
from ticket_service.pricing.locked import LockedUses
from ticket_service.pricing.terms import terms_of
from ticket_service.stock import locked
from ticket_service.stock.locked import LockedStock


class Wanted(Protocol):
    """Tickets by ticket type, and what somebody typed in for them."""

    @property
    def account_id(self) -> str: ...
    @property
    def event_id(self) -> str: ...
    @property
    def quantities(self) -> Mapping[str, int]: ...
    @property
    def entered(self) -> Entered: ...


@dataclass(frozen=True)
class LockedSale:
    event: Event | None
    kinds: Sequence[TicketType]
    terms: Terms
    codes: Mapping[str, Code]
    uses: LockedUses
    stock: LockedStock

    def choose(self, wish: Wanted, moment: datetime) -> tuple[Event, Sequence[Offer], Codes]:
        """What is wanted, as it is on sale at this moment. Raises the catalog's and the codes' errors."""
        if self.event is None:
            raise EventNotFound
        good = codes.check(self.codes, wish.entered, wish.quantities, moment)
        return self.event, offers.choose(self.event, self.kinds, wish.quantities, moment, good.unlocked), good

    def take(self, account_id: str, chosen: Sequence[Offer], good: Codes, *, sold: bool) -> None:
        """Takes all of it or nothing. Raises SoldOut, TooManyPerAccount, TooManyUnpaid or the errors of used codes."""
        self.uses.require(account_id, good.all)
        self.stock.take(account_id, chosen, sold=sold)
        self.uses.take(account_id, good.all)


async def lock(session: AsyncSession, wishes: Sequence[Wanted]) -> LockedSale:
    """For wishes that all concern one event."""
    event_id = wishes[0].event_id
    kinds = {kind for wish in wishes for kind in wish.quantities}
    accounts = {wish.account_id for wish in wishes}
    found = await codes.find(session, event_id, {word for wish in wishes for word in wish.entered.words})
    uses = await LockedUses.lock(session, found.values(), accounts)
    stocks = await locked.lock(session, {event_id}, kinds, accounts)
    catalog = await offers.find_catalogs(session, {event_id}, kinds)
    return _sale(stocks[event_id], catalog.get(event_id), found, uses)


async def lock_free(session: AsyncSession, wishes: Sequence[Wanted]) -> Mapping[str, LockedSale]:
    """For wishes without codes, of any events. Those are not there of which somebody else has locked something."""
    events = {wish.event_id for wish in wishes}
    kinds = {kind for wish in wishes for kind in wish.quantities}
    stocks = await locked.lock(session, events, kinds, {wish.account_id for wish in wishes}, skip_locked=True)
    catalogs = await offers.find_catalogs(session, events, kinds)
    unused = LockedUses.of_no_codes()
    return {event_id: _sale(stock, catalogs.get(event_id), {}, unused) for event_id, stock in stocks.items()}


def _sale(stock: LockedStock, catalog: Catalog | None, found: Mapping[str, Code], uses: LockedUses) -> LockedSale:
    if catalog is None:
        return LockedSale(None, [], terms_of(None), found, uses, stock)
    return LockedSale(catalog.event, catalog.kinds, terms_of(catalog.rules), found, uses, stock)


async def write(session: AsyncSession, sales: Collection[LockedSale]) -> bulk.Insert:
    """Writes what was taken, but for the accounts' allowances, which it returns."""
    for sale in sales:
        await sale.uses.write(session)
    stocks = [sale.stock for sale in sales]
    await locked.write(session, stocks)
    return locked.allowances_of(stocks)
