from shared import idempotency, problems
from shared.database import Transaction
from shared.identity import Caller
from shared.pagination import Page, PagingQuery
from ticket_service.catalog.ids import OrderId
from ticket_service.orders import service as orders
from ticket_service.orders.errors import OrderNotFound
from ticket_service.orders.schemas import OrderRead

router = idempotency.router(tags=["orders"])


@router.get("/orders")
async def list_orders(caller: Caller, session: Transaction, paging: PagingQuery) -> Page[OrderRead]:
    """Your orders, the newest first."""
    page = await orders.list_for_account(session, caller.account_id, paging)
    return Page(data=[OrderRead.of(order) for order in page.data], has_more=page.has_more, next_cursor=page.next_cursor)


@router.get("/orders/{order_id}", responses=problems.responses(OrderNotFound))
async def get_order(order_id: OrderId, caller: Caller, session: Transaction) -> OrderRead:
    """One of your orders."""
    return OrderRead.of(await orders.get(session, order_id, account_id=caller.account_id))
