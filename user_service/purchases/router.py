from typing import Annotated, Any

from fastapi import Query
from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from shared.deciding import idempotency
from shared.web.identity import Caller
from shared.web.pagination import Page, paginate
from shared.web.paging import PagingQuery
from shared.web.transactions import Transaction
from user_service.purchases.models import Purchase, PurchaseStatus
from user_service.purchases.schemas import PurchaseRead

router = idempotency.router(tags=["purchases"])


@router.get("/users/me/purchases", response_model=Page[PurchaseRead])
async def list_purchases(
    caller: Caller, session: Transaction, paging: PagingQuery, status: Annotated[PurchaseStatus | None, Query()] = None
) -> Page[Any]:
    """Your purchases, the latest first: what you paid, what was refunded, what you gave up.

    A copy that follows the orders within moments; the order itself is at `GET /orders/{order_id}`.
    """
    shown = joinedload(Purchase.event), selectinload(Purchase.transferred)
    purchases = select(Purchase).where(Purchase.account_id == caller.account_id).options(*shown)
    if status is not None:
        purchases = purchases.where(Purchase.status == status)
    return await paginate(
        session, purchases, paging, order_by=[Purchase.ordered_at, Purchase.order_id], descending=True
    )
