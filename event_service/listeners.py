"""Message type -> what the event service does about it."""

from collections.abc import Sequence

from sqlalchemy.ext.asyncio import AsyncSession

from event_service.accounts import service as accounts
from event_service.analytics import recording
from event_service.events import queries
from event_service.invitations import service as invitations
from event_service.organizers import members
from event_service.staff import service as staff
from event_service.ticket_types import capacity
from shared.access import revocations
from shared.message_log.inbox import Listeners
from shared.messages import Envelope
from shared.messages.auth import AccountClosed, AccountRegistered, EmailVerified, SessionRevoked
from shared.messages.ticket import (
    AllocationChanged,
    AvailabilityChanged,
    OrderPaid,
    OrderRefunded,
    TicketCheckedIn,
    TicketCheckInUndone,
    TicketVoided,
)
from shared.messages.user import ProfileChanged

listeners = Listeners()

listeners.on(SessionRevoked)(revocations.remember)


@listeners.on(AccountRegistered)
async def note_name(session: AsyncSession, message: AccountRegistered, _envelope: Envelope) -> None:
    await accounts.note_name(session, message.account_id, message.name)


@listeners.on(ProfileChanged)
async def rename_account(session: AsyncSession, message: ProfileChanged, _envelope: Envelope) -> None:
    await accounts.rename(session, message.account_id, message.name)


@listeners.on(EmailVerified)
async def accept_invitations(session: AsyncSession, message: EmailVerified, _envelope: Envelope) -> None:
    await invitations.accept(session, message.email, message.account_id)


@listeners.on(AccountClosed)
async def forget_account(session: AsyncSession, message: AccountClosed, _envelope: Envelope) -> None:
    await accounts.forget(session, message.account_id)
    await members.forget(session, message.account_id)
    await staff.forget(session, message.account_id)


@listeners.on(AllocationChanged)
async def copy_capacity(session: AsyncSession, message: AllocationChanged, _envelope: Envelope) -> None:
    await capacity.allocation_changed(session, message)


@listeners.on(AvailabilityChanged)
async def copy_sale_status(session: AsyncSession, message: AvailabilityChanged, _envelope: Envelope) -> None:
    event = await queries.find_for_update(session, message.event_id)
    if event is not None:
        event.hear_sale_status(message.sale_status)


@listeners.on_many(OrderPaid)
async def record_sales(session: AsyncSession, messages: Sequence[OrderPaid], _envelopes: Sequence[Envelope]) -> None:
    await recording.orders_paid(session, messages)


@listeners.on(OrderRefunded)
async def record_refund(session: AsyncSession, message: OrderRefunded, envelope: Envelope) -> None:
    await recording.order_refunded(session, message, envelope.created_at)


@listeners.on(TicketVoided)
async def record_void(session: AsyncSession, message: TicketVoided, _envelope: Envelope) -> None:
    await recording.ticket_voided(session, message)


@listeners.on_many(TicketCheckedIn)
async def record_check_ins(
    session: AsyncSession, messages: Sequence[TicketCheckedIn], _envelopes: Sequence[Envelope]
) -> None:
    await recording.tickets_checked_in(session, messages)


@listeners.on(TicketCheckInUndone)
async def record_undone_check_in(session: AsyncSession, message: TicketCheckInUndone, _envelope: Envelope) -> None:
    await recording.check_in_undone(session, message)
