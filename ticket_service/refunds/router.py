from dataclasses import asdict
from typing import Annotated

from fastapi import Query

from shared.deciding import idempotency
from shared.web import problems
from shared.web.identity import Caller, LiveCaller
from shared.web.pagination import Page
from shared.web.paging import PagingQuery
from shared.web.transactions import Transaction
from ticket_service.catalog.ids import EventId, OrderId
from ticket_service.check_ins.errors import TicketIsInside
from ticket_service.orders.errors import OrderNotFound, OrderNotRefundable
from ticket_service.payments.amounts import AmountNotChargeable
from ticket_service.payments.errors import MoreThanPaid
from ticket_service.refunds import cancellation, queries
from ticket_service.refunds import service as refunds
from ticket_service.refunds.errors import (
    AlreadyRequested,
    NoCancellation,
    OrganizersOnly,
    RefundNotFailed,
    RefundNotFound,
    RefundNotOpen,
    RefundPeriodOver,
    RefundsNotAllowed,
    TicketIsTransferred,
)
from ticket_service.refunds.models import RefundStatus
from ticket_service.refunds.schemas import (
    PaymentByHand,
    RefundApproval,
    RefundCreate,
    RefundId,
    RefundRead,
    RefundsProgress,
)
from ticket_service.refunds.service import Wish
from ticket_service.tickets.errors import TicketNotFound, TicketNotValid

router = idempotency.router(tags=["refunds"])

_OF_APPROVALS = (
    OrganizersOnly,
    OrderNotRefundable,
    TicketNotValid,
    TicketIsInside,
    TicketIsTransferred,
    MoreThanPaid,
    AmountNotChargeable,
)


@router.post(
    "/refunds",
    status_code=201,
    dependencies=[idempotency.required],
    responses=problems.responses(
        OrderNotFound, TicketNotFound, AlreadyRequested, RefundsNotAllowed, RefundPeriodOver, *_OF_APPROVALS
    ),
)
async def request_refund(body: RefundCreate, caller: LiveCaller, session: Transaction) -> RefundRead:
    """Asks for money back. A buyer's wish is `requested` and waits for the organizer, unless the event's rules grant it;
    what an organizer or an admin asks for is approved at once.
    """
    wish = Wish(
        order_id=body.order_id,
        reason=body.reason,
        ticket_ids=body.ticket_ids,
        amount=body.amount,
        is_forced=body.force,
    )
    return RefundRead.of(await refunds.ask(session, wish, caller))


@router.post(
    "/refunds/{refund_id}/approve",
    dependencies=[idempotency.required],
    responses=problems.responses(RefundNotFound, RefundNotOpen, *_OF_APPROVALS),
)
async def approve_refund(
    refund_id: RefundId, caller: LiveCaller, session: Transaction, body: RefundApproval | None = None
) -> RefundRead:
    """Grants a buyer's wish: its tickets end now, the money is sent within moments."""
    is_forced = body is not None and body.force
    return RefundRead.of(await refunds.approve(session, refund_id, caller, is_forced=is_forced))


@router.post(
    "/refunds/{refund_id}/decline",
    dependencies=[idempotency.required],
    responses=problems.responses(RefundNotFound, RefundNotOpen, OrganizersOnly),
)
async def decline_refund(refund_id: RefundId, caller: LiveCaller, session: Transaction) -> RefundRead:
    """Refuses a buyer's wish. Nothing changes; its tickets may be asked for again."""
    return RefundRead.of(await refunds.decline(session, refund_id, caller))


@router.post(
    "/refunds/{refund_id}/retry",
    dependencies=[idempotency.required],
    responses=problems.responses(RefundNotFound, RefundNotFailed, OrganizersOnly),
)
async def retry_refund(refund_id: RefundId, caller: LiveCaller, session: Transaction) -> RefundRead:
    """Has the money of a failed refund sent once more."""
    return RefundRead.of(await refunds.retry(session, refund_id, caller))


@router.post(
    "/refunds/{refund_id}/pay-by-hand",
    dependencies=[idempotency.required],
    responses=problems.responses(RefundNotFound, RefundNotFailed, OrganizersOnly),
)
async def pay_refund_by_hand(
    refund_id: RefundId, body: PaymentByHand, caller: LiveCaller, session: Transaction
) -> RefundRead:
    """Says that you have sent the money of a failed refund another way: then it is `succeeded`.

    The buyer is told, unless they were told that it went before a bank sent it back.
    """
    return RefundRead.of(await refunds.pay_by_hand(session, refund_id, caller, body.how))


@router.get("/refunds")
async def list_refunds(
    caller: Caller,
    session: Transaction,
    paging: PagingQuery,
    order_id: Annotated[OrderId | None, Query()] = None,
    event_id: Annotated[EventId | None, Query()] = None,
    status: Annotated[RefundStatus | None, Query()] = None,
) -> Page[RefundRead]:
    """The refunds of your orders and of the events that you organize, the newest first."""
    page = await queries.list_visible(session, caller, paging, order_id=order_id, event_id=event_id, status=status)
    return Page(
        data=[RefundRead.of(refund) for refund in page.data], has_more=page.has_more, next_cursor=page.next_cursor
    )


@router.get("/refunds/{refund_id}", responses=problems.responses(RefundNotFound))
async def get_refund(refund_id: RefundId, caller: Caller, session: Transaction) -> RefundRead:
    """A refund of one of your orders, or of an event that you organize."""
    return RefundRead.of(await queries.get_visible(session, refund_id, caller))


@router.get("/events/{event_id}/refunds/progress", responses=problems.responses(NoCancellation))
async def get_refunds_progress(event_id: EventId, caller: LiveCaller, session: Transaction) -> RefundsProgress:
    """How many orders of your canceled event have been refunded, and how many are left."""
    found = await cancellation.progress(session, event_id, caller)
    return RefundsProgress(event_id=event_id, **asdict(found))
