from typing import Annotated

from fastapi import Query, Request

from shared.deciding import idempotency
from shared.web import problems
from shared.web.identity import Caller, LiveCaller
from shared.web.pagination import Page
from shared.web.paging import PagingQuery
from shared.web.transactions import Transaction
from ticket_service.catalog.errors import EventIsCanceled
from ticket_service.catalog.ids import OrderId
from ticket_service.config import Settings
from ticket_service.tickets.errors import CodesUsedUp, HolderIsFixed, TicketNotFound, TicketNotValid
from ticket_service.tickets.schemas import TicketId
from ticket_service.transfers import queries
from ticket_service.transfers import service as transfers
from ticket_service.transfers.errors import (
    AlreadyOffered,
    OfferedToYourself,
    OfferHasExpired,
    TicketIsAdmitted,
    TooManyOffers,
    TransferNotFound,
    TransferNotOpen,
    TransferPeriodOver,
    TransfersNotAllowed,
)
from ticket_service.transfers.models import TransferStatus
from ticket_service.transfers.queries import Direction
from ticket_service.transfers.schemas import TransferAcceptance, TransferCreate, TransferId, TransferRead

router = idempotency.router(tags=["transfers"])

_NOT_TRANSFERABLE = (
    TicketNotValid,
    TicketIsAdmitted,
    EventIsCanceled,
    HolderIsFixed,
    TransfersNotAllowed,
    TransferPeriodOver,
)


@router.post(
    "/transfers",
    status_code=201,
    dependencies=[idempotency.required],
    responses=problems.responses(TicketNotFound, *_NOT_TRANSFERABLE, AlreadyOffered, OfferedToYourself, TooManyOffers),
)
async def offer_ticket(
    body: TransferCreate, request: Request, caller: LiveCaller, session: Transaction
) -> TransferRead:
    """Offers a ticket of yours to an e-mail address. It stays yours until whoever has the address as verified accepts.

    The answer is the same whether or not an account has the address.
    """
    offered = await transfers.offer(
        session, _settings(request), caller, ticket_id=body.ticket_id, email=body.email, message=body.message
    )
    return TransferRead.of(offered, caller)


@router.post(
    "/transfers/{transfer_id}/accept",
    dependencies=[idempotency.required],
    responses=problems.responses(TransferNotFound, TransferNotOpen, OfferHasExpired, CodesUsedUp, *_NOT_TRANSFERABLE),
)
async def accept_transfer(
    transfer_id: TransferId, body: TransferAcceptance, request: Request, caller: LiveCaller, session: Transaction
) -> TransferRead:
    """Makes the ticket yours, with a new code; the codes it had before are refused at the door."""
    accepted = await transfers.accept(session, _settings(request), transfer_id, caller, holder_name=body.holder_name)
    return TransferRead.of(accepted, caller)


@router.post(
    "/transfers/{transfer_id}/decline",
    dependencies=[idempotency.required],
    responses=problems.responses(TransferNotFound, TransferNotOpen),
)
async def decline_transfer(transfer_id: TransferId, caller: LiveCaller, session: Transaction) -> TransferRead:
    """Refuses a ticket that was offered to you. It stays its owner's."""
    return TransferRead.of(await transfers.decline(session, transfer_id, caller), caller)


@router.post(
    "/transfers/{transfer_id}/withdraw",
    dependencies=[idempotency.required],
    responses=problems.responses(TransferNotFound, TransferNotOpen),
)
async def withdraw_transfer(transfer_id: TransferId, caller: LiveCaller, session: Transaction) -> TransferRead:
    """Takes your offer back while nobody has accepted it."""
    return TransferRead.of(await transfers.withdraw(session, transfer_id, caller), caller)


@router.get("/transfers")
async def list_transfers(
    caller: Caller,
    session: Transaction,
    paging: PagingQuery,
    direction: Annotated[Direction | None, Query()] = None,
    status: Annotated[TransferStatus | None, Query()] = None,
    ticket_id: Annotated[TicketId | None, Query()] = None,
    order_id: Annotated[OrderId | None, Query(description="Those of its tickets.")] = None,
) -> Page[TransferRead]:
    """The offers that you made and those to your verified address, the newest first."""
    page = await queries.list_visible(
        session, caller, paging, direction=direction, status=status, ticket_id=ticket_id, order_id=order_id
    )
    shown = [TransferRead.of(transfer, caller) for transfer in page.data]
    return Page(data=shown, has_more=page.has_more, next_cursor=page.next_cursor)


@router.get("/transfers/{transfer_id}", responses=problems.responses(TransferNotFound))
async def get_transfer(transfer_id: TransferId, caller: Caller, session: Transaction) -> TransferRead:
    """An offer that you made, or one to your verified address."""
    return TransferRead.of(await queries.get_visible(session, transfer_id, caller), caller)


def _settings(request: Request) -> Settings:
    settings: Settings = request.app.state.runtime.settings
    return settings
