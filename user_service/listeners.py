"""Message type -> what the user service does about it."""

from collections.abc import Sequence

from sqlalchemy.ext.asyncio import AsyncSession

from shared.access import revocations
from shared.message_log.inbox import Listeners
from shared.messages import Envelope
from shared.messages.auth import AccountClosed, AccountRegistered, SessionRevoked
from shared.messages.event import EventCanceled, EventChanged, EventPostponed, EventPublished
from shared.messages.ticket import OrderCanceled, OrderExpired, OrderPaid, OrderRefunded, TicketTransferred
from user_service.profiles import service as profiles
from user_service.purchases import service as purchases
from user_service.purchases.models import PurchaseStatus

listeners = Listeners()

listeners.on(SessionRevoked)(revocations.remember)


@listeners.on(AccountRegistered)
async def make_profile(session: AsyncSession, message: AccountRegistered, _envelope: Envelope) -> None:
    await profiles.register(session, message.account_id, name=message.name, locale=message.locale)


@listeners.on(AccountClosed)
async def forget_account(session: AsyncSession, message: AccountClosed, _envelope: Envelope) -> None:
    await profiles.forget(session, message.account_id)
    await purchases.forget(session, message.account_id)


async def remember_event(
    session: AsyncSession, message: EventPublished | EventChanged | EventPostponed | EventCanceled, _envelope: Envelope
) -> None:
    await purchases.record_event(session, message.event, message.version)


listeners.on(EventPublished)(remember_event)
listeners.on(EventChanged)(remember_event)
listeners.on(EventPostponed)(remember_event)
listeners.on(EventCanceled)(remember_event)


@listeners.on_many(OrderPaid)
async def record_payments(session: AsyncSession, messages: Sequence[OrderPaid], _envelopes: Sequence[Envelope]) -> None:
    await purchases.record_paid(session, messages)


@listeners.on(OrderRefunded)
async def record_refund(session: AsyncSession, message: OrderRefunded, _envelope: Envelope) -> None:
    status = PurchaseStatus.REFUNDED if message.is_whole else PurchaseStatus.PARTIALLY_REFUNDED
    await purchases.record(session, message.order, status, refunded_total=message.refunded_total)


@listeners.on(OrderCanceled)
async def record_cancellation(session: AsyncSession, message: OrderCanceled, _envelope: Envelope) -> None:
    await purchases.record(session, message.order, PurchaseStatus.CANCELED)


@listeners.on(OrderExpired)
async def record_expiry(session: AsyncSession, message: OrderExpired, _envelope: Envelope) -> None:
    await purchases.record(session, message.order, PurchaseStatus.EXPIRED)


@listeners.on(TicketTransferred)
async def record_transfer(session: AsyncSession, message: TicketTransferred, _envelope: Envelope) -> None:
    await purchases.record_transfer(session, message)
