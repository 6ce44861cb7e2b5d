from typing import Annotated

from fastapi import Depends, Request, Response
from sqlalchemy.ext.asyncio import AsyncSession

from shared.deciding import idempotency, keyed_groups
from shared.deciding.gathering import Gathering
from shared.deciding.idempotency import LateKey
from shared.web import problems
from shared.web.identity import Caller, LiveCaller
from shared.web.transactions import Transaction
from ticket_service.catalog import offers
from ticket_service.catalog.errors import (
    EventIsCanceled,
    EventIsPostponed,
    EventNotFound,
    SalesEnded,
    SalesNotStarted,
    TicketTypeNotFound,
    TooManyPerOrder,
)
from ticket_service.config import Settings
from ticket_service.holds import service as holds
from ticket_service.holds import together
from ticket_service.holds.errors import HoldEnded, HoldExpired, HoldExtendedTooOften, HoldNotFound
from ticket_service.holds.models import Hold
from ticket_service.holds.schemas import HoldCreate, HoldId, HoldRead, by_type
from ticket_service.pricing.codes import Entered
from ticket_service.pricing.errors import REFUSED
from ticket_service.stock.errors import SoldOut, TooManyPerAccount, TooManyUnpaid

rush_router = idempotency.router(tags=["holds"], direct=True)
router = idempotency.router(tags=["holds"])

NOT_ON_SALE = (
    EventNotFound,
    TicketTypeNotFound,
    EventIsCanceled,
    EventIsPostponed,
    SalesNotStarted,
    SalesEnded,
    TooManyPerOrder,
    TooManyPerAccount,
    TooManyUnpaid,
)


async def _settings(request: Request) -> Settings:
    settings: Settings = request.app.state.runtime.settings
    return settings


SettingsOfService = Annotated[Settings, Depends(_settings)]


async def shown(session: AsyncSession, hold: Hold) -> HoldRead:
    """The hold with its ticket types' names."""
    return HoldRead.of(hold, await offers.find_names(session, hold.quantities))


def _group_holds(request: Request) -> Gathering[keyed_groups.Request[together.Wish], Response]:
    """One per process, from its first hold on."""
    state = request.app.state
    if not hasattr(state, "group_holds"):
        state.group_holds = together.gathering(state.runtime)
    taking: Gathering[keyed_groups.Request[together.Wish], Response] = state.group_holds
    return taking


@rush_router.post(
    "/holds",
    status_code=201,
    response_model=HoldRead,
    responses=problems.responses(*NOT_ON_SALE, *REFUSED, SoldOut),
)
async def create_hold(request: Request, wish: HoldCreate, key: LateKey) -> Response:
    """Holds tickets for you for ten minutes, at the prices, taxes and fees of this moment."""
    caller = key.caller
    entered = Entered(access_code=wish.access_code)
    wanted = together.Wish(caller.account_id, wish.event_id, by_type(wish.items), entered)
    asked = keyed_groups.Request(wanted, caller.session_id, await key.keyed())
    return await _group_holds(request).ask(wish.event_id, asked)


@rush_router.get("/holds/{hold_id}", responses=problems.responses(HoldNotFound))
async def get_hold(hold_id: HoldId, caller: Caller, session: Transaction) -> HoldRead:
    """One of your holds."""
    return await shown(session, await holds.get(session, hold_id, account_id=caller.account_id))


@router.post(
    "/holds/{hold_id}/extend",
    dependencies=[idempotency.accepted],
    responses=problems.responses(HoldNotFound, HoldExpired, HoldEnded, HoldExtendedTooOften, *NOT_ON_SALE),
)
async def extend_hold(
    hold_id: HoldId, caller: LiveCaller, session: Transaction, settings: SettingsOfService
) -> HoldRead:
    """Begins the hold's time again, a limited number of times; every condition of the sale is checked again."""
    return await shown(session, await holds.extend(session, settings, hold_id, account_id=caller.account_id))


@router.delete(
    "/holds/{hold_id}",
    status_code=204,
    dependencies=[idempotency.accepted],
    responses=problems.responses(HoldNotFound, HoldExpired, HoldEnded),
)
async def release_hold(hold_id: HoldId, caller: LiveCaller, session: Transaction) -> None:
    """Puts the hold's tickets back on sale."""
    await holds.release(session, hold_id, account_id=caller.account_id)
