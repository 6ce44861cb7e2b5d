"""Tickets over HTTP: the code as an image, the printable document, another code."""

import asyncio
from collections.abc import Sequence

from anyio import CapacityLimiter
from fastapi import Request, Response

from shared import calendar
from shared.access.principals import Principal
from shared.deciding import idempotency
from shared.persistence import clock
from shared.persistence.database import Database
from shared.web import identity, problems
from shared.web.identity import Caller, LiveCaller, from_service
from shared.web.languages import AcceptLanguage, preferred
from shared.web.transactions import Transaction
from ticket_service.catalog.ids import AccountId, OrderId
from ticket_service.printing import printer
from ticket_service.tickets import qr
from ticket_service.tickets import service as tickets
from ticket_service.tickets.codes import CodeKeys, code_keys
from ticket_service.tickets.errors import CodesUsedUp, TicketNotFound, TicketNotValid
from ticket_service.tickets.models import Ticket, TicketStatus
from ticket_service.tickets.printing import print_tickets
from ticket_service.tickets.schemas import TicketId, TicketReissue
from ticket_service.tickets.wording import SPOKEN

router = idempotency.router(tags=["tickets"], responses=problems.responses(TicketNotFound))
internal_router = idempotency.internal_router()


@router.get(
    "/tickets/{ticket_id}.pdf",
    response_class=Response,
    responses={200: {"content": {"application/pdf": {"example": "%PDF-1.7 …"}}}},
)
async def print_ticket(
    request: Request, ticket_id: TicketId, caller: Caller, accept_language: AcceptLanguage = ""
) -> Response:
    """The ticket as an accessible PDF, one page."""
    own = await _own(request, ticket_id, caller)
    return await _document(request, [own], accept_language, printer.of(request).for_people)


@router.get(
    "/tickets/{ticket_id}/qr.svg",
    response_class=Response,
    responses={200: {"content": {"image/svg+xml": {"example": '<svg class="segno" viewBox="0 0 53 53">…</svg>'}}}},
)
async def draw_ticket_code_as_svg(request: Request, ticket_id: TicketId, caller: Caller) -> Response:
    """The ticket's QR code, scalable."""
    ticket = await _own(request, ticket_id, caller)
    return Response(await asyncio.to_thread(qr.svg, _keys(request).sign(ticket.code)), media_type="image/svg+xml")


@router.get(
    "/tickets/{ticket_id}/qr.png",
    response_class=Response,
    responses={200: {"content": {"image/png": {"example": "(530 pixels square)"}}}},
)
async def draw_ticket_code_as_png(request: Request, ticket_id: TicketId, caller: Caller) -> Response:
    """The ticket's QR code, 530 pixels square."""
    ticket = await _own(request, ticket_id, caller)
    return Response(await asyncio.to_thread(qr.png, _keys(request).sign(ticket.code)), media_type="image/png")


@router.post(
    "/tickets/{ticket_id}/reissue",
    dependencies=[idempotency.required],
    responses=problems.responses(TicketNotValid, CodesUsedUp),
)
async def reissue_ticket(ticket_id: TicketId, caller: LiveCaller, session: Transaction) -> TicketReissue:
    """Gives your ticket, or one of an event that you organize, another code: somebody may have seen the one it has.

    The codes it had before are refused at the door. The owner gets the new ticket by e-mail.
    """
    return TicketReissue(id=(await tickets.reissue(session, ticket_id, caller)).id)


@router.get(
    "/tickets/{ticket_id}/calendar.ics",
    response_class=Response,
    responses={200: {"content": {"text/calendar": {"example": "BEGIN:VCALENDAR…"}}}},
)
async def get_ticket_calendar(
    request: Request, ticket_id: TicketId, caller: LiveCaller, session: Transaction
) -> Response:
    """The ticket's event as a calendar entry (RFC 5545). A later one replaces it in the calendar."""
    ticket = await tickets.get(session, ticket_id, account_id=caller.account_id)
    entry = tickets.calendar_entry(ticket.event, request.app.state.runtime.settings, await clock.now(session))
    headers = {"Content-Disposition": 'attachment; filename="event.ics"'}
    return Response(calendar.render(entry), media_type="text/calendar", headers=headers)


@internal_router.get(
    "/internal/accounts/{account_id}/tickets/{ticket_id}.pdf", dependencies=[from_service("notification")]
)
async def print_ticket_of_account(
    request: Request, account_id: AccountId, ticket_id: TicketId, accept_language: AcceptLanguage = ""
) -> Response:
    """A valid ticket, for a mail to its owner: nobody gets the code of a ticket that has gone to somebody else."""
    async with _database(request).transaction() as session:
        ticket = await tickets.get(session, ticket_id, account_id=account_id)
    if ticket.status != TicketStatus.VALID:
        raise TicketNotFound
    return await _document(request, [ticket], accept_language, printer.of(request).for_mails)


@internal_router.get("/internal/orders/{order_id}/tickets.pdf", dependencies=[from_service("notification")])
async def print_tickets_of_order(request: Request, order_id: OrderId, accept_language: AcceptLanguage = "") -> Response:
    """The valid tickets of an order that its buyer has, in one document, for its confirmation."""
    async with _database(request).transaction() as session:
        valid = await tickets.list_for_buyer(session, order_id)
    if not valid:
        raise TicketNotFound
    return await _document(request, valid, accept_language, printer.of(request).for_mails)


async def _own(request: Request, ticket_id: str, caller: Principal) -> Ticket:
    """One of the caller's tickets, read in a transaction that is over before anything is drawn.

    Drawing waits for its turn; requests that wait must not hold the connections that everybody else needs.
    """
    async with _database(request).transaction() as session:
        await identity.require_live(session, caller)
        return await tickets.get(session, ticket_id, account_id=caller.account_id)


def _database(request: Request) -> Database:
    database: Database = request.app.state.runtime.database
    return database


def _keys(request: Request) -> CodeKeys:
    return code_keys(request.app.state.runtime.settings.secrets_dir)


async def _document(
    request: Request, printed: Sequence[Ticket], accept_language: str, turn: CapacityLimiter
) -> Response:
    content = await print_tickets(printed, preferred(accept_language, SPOKEN), _keys(request), turn)
    return printer.attachment(content, f"tickets-{printed[0].order.number}.pdf")
