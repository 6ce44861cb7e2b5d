from typing import Annotated

from fastapi import Query, Request, Response

from shared.deciding import idempotency
from shared.deciding.gathering import Gathering
from shared.web import problems, transactions
from shared.web.identity import Admin, Caller, LiveCaller
from shared.web.pagination import Page
from shared.web.paging import PagingQuery
from shared.web.transactions import Transaction
from shared.web.wire import Line
from ticket_service.catalog.errors import EventNotFound
from ticket_service.catalog.ids import AccountId, EventId, OrderId
from ticket_service.catalog.searching import SearchedFor
from ticket_service.orders import schemas
from ticket_service.orders import service as orders
from ticket_service.orders.errors import OrderNotFound
from ticket_service.orders.models import Order, OrderStatus
from ticket_service.orders.schemas import OrderAdminRead, OrderRead

rush_router = idempotency.router(tags=["orders"], direct=True)
router = idempotency.router(tags=["orders"])


def _looks(request: Request) -> Gathering[str, Order | None]:
    """One per process, from its first look on."""
    state = request.app.state
    if not hasattr(state, "order_looks"):
        state.order_looks = orders.looking(state.runtime.database)
    looks: Gathering[str, Order | None] = state.order_looks
    return looks


@router.get("/orders")
async def list_orders(caller: Caller, session: Transaction, paging: PagingQuery) -> Page[OrderRead]:
    """Your orders, the newest first."""
    page = await orders.list_for_account(session, caller.account_id, paging)
    return Page(data=[OrderRead.of(order) for order in page.data], has_more=page.has_more, next_cursor=page.next_cursor)


@rush_router.get("/orders/{order_id}", response_model=OrderRead, responses=problems.responses(OrderNotFound))
async def get_order(order_id: OrderId, request: Request, caller: Caller) -> Response:
    """One of your orders, or an order for an event that you organize."""
    order = await _looks(request).ask("", order_id)
    if order is None or order.account_id != caller.account_id:
        order = await orders.get_visible(await transactions.begin(request), order_id, caller)
    return Response(schemas.written(order), media_type="application/json")


@router.get("/admin/orders")
async def list_all_orders(
    _admin: Admin,
    session: Transaction,
    paging: PagingQuery,
    number: Annotated[Line | None, Query(description="The whole number; case does not matter.")] = None,
    account_id: Annotated[AccountId | None, Query()] = None,
    event_id: Annotated[EventId | None, Query()] = None,
    status: Annotated[OrderStatus | None, Query()] = None,
) -> Page[OrderAdminRead]:
    """All orders for all events, or those that the filters leave, the newest first."""
    page = await orders.list_all(
        session, paging, number=number, account_id=account_id, event_id=event_id, status=status
    )
    data = [OrderAdminRead.of(order) for order in page.data]
    return Page(data=data, has_more=page.has_more, next_cursor=page.next_cursor)


@router.get("/events/{event_id}/orders", responses=problems.responses(EventNotFound))
async def list_event_orders(
    event_id: EventId,
    caller: LiveCaller,
    session: Transaction,
    paging: PagingQuery,
    q: SearchedFor = None,
    status: Annotated[OrderStatus | None, Query()] = None,
) -> Page[OrderRead]:
    """The orders for an event that you organize, the newest first; found by their number or a holder's name."""
    page = await orders.list_of_event(session, event_id, caller, paging, words=q, status=status)
    return Page(data=[OrderRead.of(order) for order in page.data], has_more=page.has_more, next_cursor=page.next_cursor)
