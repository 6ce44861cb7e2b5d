from typing import Annotated

from fastapi import Query

from shared.deciding import idempotency
from shared.web import problems
from shared.web.identity import Caller
from shared.web.pagination import Page
from shared.web.paging import PagingQuery
from shared.web.transactions import Transaction
from ticket_service.catalog.ids import EventId, OrderId
from ticket_service.disputes import queries
from ticket_service.disputes.errors import DisputeNotFound
from ticket_service.disputes.models import DisputeStatus
from ticket_service.disputes.schemas import DisputeId, DisputeRead

router = idempotency.router(tags=["disputes"])


@router.get("/disputes")
async def list_disputes(
    caller: Caller,
    session: Transaction,
    paging: PagingQuery,
    order_id: Annotated[OrderId | None, Query()] = None,
    event_id: Annotated[EventId | None, Query()] = None,
    status: Annotated[DisputeStatus | None, Query()] = None,
) -> Page[DisputeRead]:
    """The disputes of the events that you organize, the newest first."""
    page = await queries.list_visible(session, caller, paging, order_id=order_id, event_id=event_id, status=status)
    data = [DisputeRead.of(dispute) for dispute in page.data]
    return Page(data=data, has_more=page.has_more, next_cursor=page.next_cursor)


@router.get("/disputes/{dispute_id}", responses=problems.responses(DisputeNotFound))
async def get_dispute(dispute_id: DisputeId, caller: Caller, session: Transaction) -> DisputeRead:
    """A dispute of an event that you organize."""
    return DisputeRead.of(await queries.get_visible(session, dispute_id, caller))
