"""Holds are taken in groups, by event: stock is locked once, each wish decided in turn, all of it committed together."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial

from fastapi import Response
from sqlalchemy.ext.asyncio import AsyncSession

from shared.deciding import keyed_groups
from shared.deciding.gathering import Gathering
from shared.deciding.keyed_groups import KeyedGroup, Request
from shared.persistence import bulk
from shared.runtime import Runtime
from ticket_service.catalog import offers
from ticket_service.catalog.errors import EventNotFound
from ticket_service.catalog.models import Code, Event, TicketType
from ticket_service.config import Settings
from ticket_service.holds import service as holds
from ticket_service.holds.models import Hold
from ticket_service.holds.schemas import HoldRead
from ticket_service.pricing import codes
from ticket_service.pricing.calculation import Terms
from ticket_service.pricing.codes import Entered
from ticket_service.pricing.locked import LockedUses
from ticket_service.pricing.terms import terms_of
from ticket_service.stock.locked import LockedStock


@dataclass(frozen=True)
class Wish:
    """Tickets by ticket type."""

    account_id: str
    event_id: str
    quantities: Mapping[str, int]
    entered: Entered


@dataclass
class _Group:
    """What a group knows and what it is going to write."""

    settings: Settings
    keys: KeyedGroup[Wish]
    event: Event | None
    terms: Terms
    codes: Mapping[str, Code]
    uses: LockedUses
    kinds: Sequence[TicketType]
    stock: LockedStock
    taken: list[Hold] = field(default_factory=list)

    def answer(self, request: Request[Wish]) -> Response:
        answer = self.keys.answer(request, self._take)
        assert answer is not None, "each wish is decided here"
        return answer

    def _take(self, wish: Wish) -> Response:
        """Raises the catalog's and the codes' errors, SoldOut, TooManyPerAccount or TooManyUnpaid; then nothing is taken."""
        if self.event is None:
            raise EventNotFound
        moment = self.keys.moment
        good = codes.check(self.codes, wish.entered, wish.quantities, moment)
        chosen = offers.choose(self.event, self.kinds, wish.quantities, moment, good.unlocked)
        hold = holds.draft(self.settings, wish.account_id, chosen, self.terms, good.access, moment)
        self.uses.require(wish.account_id, good.all)
        self.stock.take(wish.account_id, chosen, sold=False)
        self.uses.take(wish.account_id, good.all)
        self.taken.append(hold)
        return Response(HoldRead.of(hold).model_dump_json(), 201, media_type="application/json")

    async def write(self, session: AsyncSession) -> None:
        await self.uses.write(session)
        await self.stock.write(session)
        lines = [line for hold in self.taken for line in hold.lines]
        await self.keys.write(session, self.stock.allowances, bulk.Insert(self.taken), bulk.Insert(lines))


def gathering(runtime: Runtime[Settings]) -> Gathering[Request[Wish], Response]:
    """One per process."""
    return keyed_groups.deciding(runtime.database, partial(_read, runtime.settings))


async def _read(settings: Settings, session: AsyncSession, requests: Sequence[Request[Wish]]) -> _Group:
    """What requests about one event need: its codes and its stock are locked."""
    wishes = [request.wish for request in requests]
    event_id = wishes[0].event_id
    kinds = {kind for wish in wishes for kind in wish.quantities}
    accounts = {wish.account_id for wish in wishes}
    found = await codes.find(session, event_id, {word for wish in wishes for word in wish.entered.words})
    uses = await LockedUses.lock(session, found.values(), accounts)
    stock = await LockedStock.lock(session, event_id, kinds, accounts)
    event, rules, offered = await offers.find_catalog(session, event_id, kinds)
    return _Group(
        settings=settings,
        keys=await KeyedGroup.read(session, requests),
        event=event,
        terms=terms_of(rules),
        codes=found,
        uses=uses,
        kinds=offered,
        stock=stock,
    )
