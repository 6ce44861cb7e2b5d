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
from ticket_service.config import Settings
from ticket_service.holds import service as holds
from ticket_service.holds.models import Hold
from ticket_service.holds.schemas import HoldRead
from ticket_service.pricing.codes import Entered
from ticket_service.stock import locked_sale
from ticket_service.stock.locked_sale import LockedSale


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
    sale: LockedSale
    keys: KeyedGroup[Wish]
    taken: list[Hold] = field(default_factory=list)

    def answer(self, request: Request[Wish]) -> Response:
        answer = self.keys.answer(request, self._take)
        assert answer is not None, "each wish is decided here"
        return answer

    def _take(self, wish: Wish) -> Response:
        """Raises what `LockedSale` raises; then nothing is taken."""
        moment = self.keys.moment
        _, chosen, good = self.sale.choose(wish, moment)
        hold = holds.draft(self.settings, wish.account_id, chosen, self.sale.terms, good.access, moment)
        self.sale.take(wish.account_id, chosen, good, sold=False)
        self.taken.append(hold)
        names = {offer.ticket_type.id: offer.ticket_type.name for offer in chosen}
        return Response(HoldRead.of(hold, names).model_dump_json(), 201, media_type="application/json")

    async def write(self, session: AsyncSession) -> None:
        allowances = await locked_sale.write(session, [self.sale])
        lines = [line for hold in self.taken for line in hold.lines]
        await self.keys.write(session, allowances, bulk.Insert(self.taken), bulk.Insert(lines))


def gathering(runtime: Runtime[Settings]) -> Gathering[Request[Wish], Response]:
    """One per process."""
    return keyed_groups.deciding(runtime.database, partial(_read, runtime.settings))


async def _read(settings: Settings, session: AsyncSession, requests: Sequence[Request[Wish]]) -> _Group:
    sale = await locked_sale.lock(session, [request.wish for request in requests])
    return _Group(settings, sale, await KeyedGroup.read(session, requests))
