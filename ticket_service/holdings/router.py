"""What an account holds: its tickets, with what became of them at the door."""

from collections.abc import Sequence
from typing import Annotated

from fastapi import Query, Request
from sqlalchemy.ext.asyncio import AsyncSession

from shared.deciding import idempotency
from shared.web import problems
from shared.web.identity import LiveCaller
from shared.web.pagination import Page
from shared.web.paging import PagingQuery
from shared.web.transactions import Transaction
from ticket_service.catalog.errors import EventIsCanceled
from ticket_service.catalog.ids import EventId, OrderId
from ticket_service.check_ins import service as check_ins
from ticket_service.holdings.schemas import TicketChange, TicketRead
from ticket_service.tickets import service as tickets
from ticket_service.tickets.codes import code_keys
from ticket_service.tickets.errors import HolderIsFixed, TicketNotFound, TicketNotValid
from ticket_service.tickets.models import Ticket, TicketStatus
from ticket_service.tickets.schemas import TicketId
from ticket_service.voids import service as voids

router = idempotency.router(tags=["tickets"], responses=problems.responses(TicketNotFound))


@router.get("/tickets")
async def list_tickets(
    request: Request,
    caller: LiveCaller,
    session: Transaction,
    paging: PagingQuery,
    order_id: Annotated[OrderId | None, Query()] = None,
    event_id: Annotated[EventId | None, Query()] = None,
) -> Page[TicketRead]:
    """Your tickets, the newest first; those of one order or one event if you name it."""
    page = await tickets.list_for_account(session, caller.account_id, paging, order_id=order_id, event_id=event_id)
    shown = await _shown(request, session, page.data)
    return Page(data=shown, has_more=page.has_more, next_cursor=page.next_cursor)


@router.get("/tickets/{ticket_id}")
async def get_ticket(request: Request, ticket_id: TicketId, caller: LiveCaller, session: Transaction) -> TicketRead:
    """One of your tickets, with its code, its event, and when and where somebody was let in with it."""
    [shown] = await _shown(request, session, [await tickets.get(session, ticket_id, account_id=caller.account_id)])
    return shown


@router.patch(
    "/tickets/{ticket_id}",
    dependencies=[idempotency.accepted],
    responses=problems.responses(TicketNotValid, EventIsCanceled, HolderIsFixed),
)
async def change_ticket(
    request: Request, ticket_id: TicketId, body: TicketChange, caller: LiveCaller, session: Transaction
) -> TicketRead:
    """Names somebody else who enters with your ticket, until doors open. Its code stays; print it again for the name."""
    settings = request.app.state.runtime.settings
    changed = await tickets.rename_holder(session, settings, ticket_id, caller, holder_name=body.holder_name)
    [shown] = await _shown(request, session, [changed])
    return shown


async def _shown(request: Request, session: AsyncSession, own: Sequence[Ticket]) -> list[TicketRead]:
    keys = code_keys(request.app.state.runtime.settings.secrets_dir)
    inside = await check_ins.list_standing(session, [ticket.id for ticket in own])
    reasons = await voids.find_reasons(session, [ticket.id for ticket in own if ticket.status == TicketStatus.VOIDED])
    return [TicketRead.of(ticket, inside.get(ticket.id), reasons.get(ticket.id), keys) for ticket in own]
