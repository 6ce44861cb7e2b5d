from shared import idempotency, problems, query
from shared.database import Transaction
from shared.identity import LiveCaller
from ticket_service.holds.errors import HoldEnded, HoldExpired, HoldNotFound
from ticket_service.holds.router import NOT_ON_SALE, SettingsOfService
from ticket_service.holds.schemas import by_type
from ticket_service.orders.errors import OrderNotFound, OrderNotPending
from ticket_service.orders.models import Holder
from ticket_service.orders.schemas import OrderId, OrderRead
from ticket_service.sales import ending, placing
from ticket_service.sales.errors import HoldersDoNotMatch
from ticket_service.sales.schemas import OrderCreate
from ticket_service.stock.errors import SoldOut

router = idempotency.router(tags=["orders"], dependencies=[query.known_only])


@router.post(
    "/orders",
    status_code=201,
    dependencies=[idempotency.required],
    responses=problems.responses(HoldNotFound, HoldExpired, HoldEnded, HoldersDoNotMatch, *NOT_ON_SALE, SoldOut),
)
async def place_order(
    wish: OrderCreate, caller: LiveCaller, session: Transaction, settings: SettingsOfService
) -> OrderRead:
    """Orders what you hold, or takes the items and orders them in one request. An order that costs nothing is paid at once.

    The server computes every price and total. The tickets of an unpaid order stay yours until `expires_at`.
    """
    holders = [Holder(holder.ticket_type_id, holder.name) for holder in wish.holders]
    if wish.event_id is not None and wish.items is not None:
        order = await placing.place(
            session,
            settings,
            account_id=caller.account_id,
            event_id=wish.event_id,
            quantities=by_type(wish.items),
            holders=holders,
        )
    else:
        assert wish.hold_id is not None, "the schema asks for one of the two"
        order = await placing.place_from_hold(
            session, settings, account_id=caller.account_id, hold_id=wish.hold_id, holders=holders
        )
    return OrderRead.of(order)


@router.post(
    "/orders/{order_id}/cancel",
    dependencies=[idempotency.required],
    responses=problems.responses(OrderNotFound, OrderNotPending),
)
async def cancel_order(order_id: OrderId, caller: LiveCaller, session: Transaction) -> OrderRead:
    """Gives up an unpaid order. Its status is `canceled`, or `expiring` while the payment provider is asked first."""
    return OrderRead.of(await ending.cancel(session, order_id, account_id=caller.account_id))
