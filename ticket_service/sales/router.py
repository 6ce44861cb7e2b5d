from fastapi import Request, Response

from shared.deciding import idempotency, keyed_groups
from shared.deciding.gathering import Gathering
from shared.deciding.idempotency import IdempotencyKeyRequired, LateKey
from shared.errors import Unauthenticated
from shared.web import identity, problems, transactions
from shared.web.identity import Caller, LiveCaller, OptionalCaller
from shared.web.transactions import Transaction
from ticket_service.catalog.errors import EventNotFound
from ticket_service.catalog.ids import EventId, OrderId
from ticket_service.config import Settings
from ticket_service.holds import service as holds
from ticket_service.holds.errors import HoldEnded, HoldExpired, HoldNotFound
from ticket_service.holds.router import NOT_ON_SALE
from ticket_service.holds.schemas import by_type
from ticket_service.orders.errors import OrderNotFound, OrderNotPending
from ticket_service.orders.models import Holder
from ticket_service.orders.schemas import OrderRead
from ticket_service.payments.amounts import AmountNotChargeable, TotalTooHigh
from ticket_service.pricing.codes import Entered
from ticket_service.pricing.errors import REFUSED
from ticket_service.sales import ending, held_together, looking_up, placing, quoting, together
from ticket_service.sales.drafting import Wish
from ticket_service.sales.errors import CodesNeedAccount, HoldersDoNotMatch
from ticket_service.sales.schemas import CodeFound, CodeLookup, OrderCreate, QuoteCreate, QuoteRead, Wanted
from ticket_service.stock.errors import SoldOut

rush_router = idempotency.router(tags=["orders"], direct=True)
router = idempotency.router(tags=["orders"])


def _desk(request: Request) -> together.OrderDesk:
    """One per process, from its first order on."""
    state = request.app.state
    if not hasattr(state, "desk"):
        state.desk = together.OrderDesk(state.runtime)
    desk: together.OrderDesk = state.desk
    return desk


def _group_held(request: Request) -> Gathering[keyed_groups.Request[held_together.Wish], Response | None]:
    """The same, from its first order of a hold on."""
    state = request.app.state
    if not hasattr(state, "group_held"):
        state.group_held = held_together.gathering(state.runtime)
    held: Gathering[keyed_groups.Request[held_together.Wish], Response | None] = state.group_held
    return held


@rush_router.post(
    "/orders",
    status_code=201,
    response_model=OrderRead,
    responses=problems.responses(
        IdempotencyKeyRequired,
        HoldNotFound,
        HoldExpired,
        HoldEnded,
        HoldersDoNotMatch,
        TotalTooHigh,
        AmountNotChargeable,
        *NOT_ON_SALE,
        *REFUSED,
        SoldOut,
    ),
)
async def place_order(request: Request, wish: OrderCreate, key: LateKey) -> OrderRead | Response:
    """Orders what you hold, or takes the items and orders them in one request. An order that costs nothing is paid at once.

    The server computes every price and total. The tickets of an unpaid order stay yours until `expires_at`.
    """
    caller, keyed = key.caller, await key.keyed()
    entered = _entered(wish)
    holders = [Holder(holder.ticket_type_id, holder.name) for holder in wish.holders]
    if wish.event_id is not None and wish.items is not None:
        wanted = Wish(caller.account_id, wish.event_id, by_type(wish.items), holders, entered)
        return await _desk(request).place(keyed_groups.Request(wanted, caller.session_id, keyed))
    assert wish.hold_id is not None, "the schema asks for one of the two"
    if not entered.words:
        held = held_together.Wish(caller.account_id, wish.hold_id, holders)
        answer = await _group_held(request).ask("", keyed_groups.Request(held, caller.session_id, keyed))
        if answer is not None:
            return answer
    session = await transactions.begin(request)
    await identity.require_live(session, caller)
    async with key.keeping_refusals(session):
        # Before the key, as groups do it: otherwise a twin that another instance has in a group waits for this one.
        await holds.get_for_update(session, wish.hold_id, account_id=caller.account_id)
    await key.claim(session)
    settings: Settings = request.app.state.runtime.settings
    order = await placing.place_from_hold(
        session, settings, account_id=caller.account_id, hold_id=wish.hold_id, holders=holders, entered=entered
    )
    return OrderRead.of(order)


@router.post("/quotes", responses=problems.responses(CodesNeedAccount, HoldNotFound, *NOT_ON_SALE, *REFUSED))
async def quote_price(wish: QuoteCreate, caller: OptionalCaller, session: Transaction) -> QuoteRead:
    """What tickets would cost now, all in, or what you hold does with a code. It takes nothing and promises nothing.

    Whoever uses a code signs in.
    """
    entered = _entered(wish)
    if wish.event_id is not None and wish.items is not None:
        quoted = await quoting.quote_items(session, caller, wish.event_id, by_type(wish.items), entered)
        return QuoteRead.of(quoted)
    assert wish.hold_id is not None, "the schema asks for one of the two"
    if caller is None:
        raise Unauthenticated
    return QuoteRead.of(await quoting.quote_hold(session, caller, wish.hold_id, entered))


@router.post("/events/{event_id}/code-lookups", responses=problems.responses(EventNotFound, *REFUSED))
async def look_up_code(event_id: EventId, wish: CodeLookup, caller: Caller, session: Transaction) -> CodeFound:
    """What a code of the event does, before tickets are chosen. It takes nothing: somebody may be faster."""
    return CodeFound.of(await looking_up.look_up(session, caller.account_id, event_id, wish.code))


def _entered(wish: Wanted) -> Entered:
    return Entered(wish.discount_code, wish.access_code)


@router.post(
    "/orders/{order_id}/cancel",
    dependencies=[idempotency.required],
    responses=problems.responses(OrderNotFound, OrderNotPending),
)
async def cancel_order(order_id: OrderId, caller: LiveCaller, session: Transaction) -> OrderRead:
    """Gives up an unpaid order. Its status is `canceled`, or `expiring` while the payment provider is asked first."""
    return OrderRead.of(await ending.cancel(session, order_id, account_id=caller.account_id))
