"""Orders of what is held are placed in groups: one transaction for all whose holds nobody else has locked just now.

An order that takes more than its hold (a use of a code, or tickets that cost nothing and are sold at once) is placed by
itself, and so is one whose hold is not to be had here.
"""

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
from ticket_service.catalog.errors import EventIsCanceled
from ticket_service.catalog.models import Event
from ticket_service.config import Settings
from ticket_service.holds import service as holds
from ticket_service.holds.models import Hold
from ticket_service.orders import schemas
from ticket_service.orders.models import Holder, Order
from ticket_service.pricing.codes import Codes
from ticket_service.sales import drafting


@dataclass(frozen=True)
class Wish:
    """What is held and who enters with it; no codes."""

    account_id: str
    hold_id: str
    holders: Sequence[Holder]


@dataclass
class _Group:
    """What a group knows and what it is going to write."""

    settings: Settings
    keys: KeyedGroup[Wish]
    holds: Mapping[str, Hold]
    events: Mapping[str, Event]
    names: Mapping[str, str]
    orders: list[Order] = field(default_factory=list)

    def answer(self, request: Request[Wish]) -> Response | None:
        return self.keys.answer(request, self._place)

    def _place(self, wish: Wish) -> Response | None:
        """Raises what placing it by itself would raise; then nothing has changed."""
        hold, moment = self.holds.get(wish.hold_id), self.keys.moment
        if hold is None or hold.account_id != wish.account_id or hold.total == 0:
            return None
        hold.require_active(moment)
        if self.events[hold.event_id].is_canceled:
            raise EventIsCanceled
        wanted = drafting.Wish(wish.account_id, hold.event_id, hold.quantities, wish.holders)
        order = drafting.draft(self.settings, wanted, hold.price, self.names, Codes(), moment)
        order.hold_id, order.access_code_id = hold.id, hold.access_code_id
        hold.convert(moment)
        self.orders.append(order)
        return Response(schemas.written(order), 201, media_type="application/json")

    async def write(self, session: AsyncSession) -> None:
        await session.flush()  # the holds that were converted
        lines = [line for order in self.orders for line in order.lines]
        await self.keys.write(session, bulk.Insert(self.orders), bulk.Insert(lines))


def gathering(runtime: Runtime[Settings]) -> Gathering[Request[Wish], Response | None]:
    """One per process. None is for a request that is to be decided by itself."""
    return keyed_groups.deciding(runtime.database, partial(_read, runtime.settings))


async def _read(settings: Settings, session: AsyncSession, requests: Sequence[Request[Wish]]) -> _Group:
    locked = await holds.lock_free(session, {request.wish.hold_id for request in requests})
    return _Group(
        settings=settings,
        keys=await KeyedGroup.read(session, [request for request in requests if request.wish.hold_id in locked]),
        holds=locked,
        events=await offers.find_events(session, {hold.event_id for hold in locked.values()}),
        names=await offers.find_names(session, {kind for hold in locked.values() for kind in hold.quantities}),
    )
