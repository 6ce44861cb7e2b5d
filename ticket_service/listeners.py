"""Message type -> what the ticket service does about it."""

from collections.abc import Sequence

from sqlalchemy.ext.asyncio import AsyncSession

from shared.access import revocations
from shared.message_log.inbox import Listeners
from shared.messages import Envelope, Message
from shared.messages.auth import AccountClosed, EmailVerified, SessionRevoked
from shared.messages.event import (
    EventCanceled,
    EventChanged,
    EventPostponed,
    EventPublished,
    OrganizerMembersChanged,
    SaleRulesChanged,
    StaffChanged,
    TicketTypeChanged,
)
from ticket_service.catalog import service as catalog
from ticket_service.check_ins import matching
from ticket_service.holds import service as holds
from ticket_service.pricing import uses
from ticket_service.refunds import cancellation
from ticket_service.sales import ending
from ticket_service.stock import sale_status
from ticket_service.stock import service as stock
from ticket_service.waitlist import service as waitlist

listeners = Listeners()

listeners.on(SessionRevoked)(revocations.remember)
listeners.on(EmailVerified)(matching.remember_address)


@listeners.on(AccountClosed)
async def forget_account(session: AsyncSession, message: AccountClosed, envelope: Envelope) -> None:
    await matching.forget_address(session, message, envelope)
    await waitlist.end_for_account(session, message.account_id)


@listeners.on(EventPublished)
async def open_sale(session: AsyncSession, message: EventPublished, _envelope: Envelope) -> None:
    await catalog.keep_event(session, message.event, message.version)
    for kind in message.ticket_types:
        await catalog.keep_ticket_type(session, kind)
    for opening in message.capacities:
        await stock.open_allocation(session, message.event_id, opening.ticket_type_id, opening.capacity)
    if message.overall_capacity is not None:
        await stock.open_allocation(session, message.event_id, None, message.overall_capacity)


@listeners.on(EventChanged)
async def keep_event(session: AsyncSession, message: EventChanged, _envelope: Envelope) -> None:
    await catalog.keep_event(session, message.event, message.version)


@listeners.on(EventPostponed)
async def pause_sale(session: AsyncSession, message: EventPostponed, _envelope: Envelope) -> None:
    await catalog.keep_event(session, message.event, message.version)


@listeners.on(EventCanceled)
async def end_sale(session: AsyncSession, message: EventCanceled, _envelope: Envelope) -> None:
    await catalog.keep_event(session, message.event, message.version)
    await holds.end_for_event(session, message.event_id)
    await ending.end_for_event(session, message.event_id)
    await cancellation.begin(session, message.event_id, message.reason)


@listeners.on(TicketTypeChanged)
async def keep_ticket_type(session: AsyncSession, message: TicketTypeChanged, _envelope: Envelope) -> None:
    kind = message.ticket_type
    await catalog.keep_ticket_type(session, kind)
    await stock.open_allocation(session, kind.event_id, kind.ticket_type_id, 0)


@listeners.on(SaleRulesChanged)
async def keep_sale_rules(session: AsyncSession, message: SaleRulesChanged, _envelope: Envelope) -> None:
    if await catalog.keep_sale_rules(session, message.event_id, message.rules, message.version):
        for code in sorted(message.rules.codes, key=lambda code: code.code_id):
            await uses.set_limit(session, code.code_id, code.max_uses)


@listeners.on(StaffChanged)
async def keep_staff(session: AsyncSession, message: StaffChanged, _envelope: Envelope) -> None:
    await catalog.keep_staff(session, message.event_id, message.account_ids, message.version)


@listeners.on(OrganizerMembersChanged)
async def keep_members(session: AsyncSession, message: OrganizerMembersChanged, _envelope: Envelope) -> None:
    await catalog.keep_members(session, message.organizer_id, message.account_ids, message.version)


@listeners.last
async def tell_sale_status(session: AsyncSession, messages: Sequence[Message]) -> None:
    """At the end: who sells locks codes and stock before what was told of the sale, and so does a page that changes them."""
    changes = (EventPublished, EventChanged, EventPostponed, TicketTypeChanged)
    for event_id in sorted({message.event_id for message in messages if isinstance(message, changes)}):
        await sale_status.tell(session, event_id)
