"""Message type -> what the notification service does about it."""

from collections.abc import Sequence

from sqlalchemy.ext.asyncio import AsyncSession

from notification_service import telling
from notification_service.events import service as events
from notification_service.notices import service as notices
from notification_service.notifications import service as notifications
from notification_service.notifications.service import Occasion
from notification_service.recipients import service as recipients
from notification_service.templates.facts import DisputeFacts, Facts, TicketFacts, WaitlistFacts
from notification_service.templates.kinds import Template
from shared.access import revocations
from shared.message_log.inbox import Listeners
from shared.messages import Envelope
from shared.messages.auth import (
    AccountClosed,
    AccountRegistered,
    EmailVerified,
    KnownAddressRegistered,
    PasswordResetRequested,
    SessionRevoked,
    VerificationRequested,
)
from shared.messages.dispute import OrderDisputed
from shared.messages.event import EventCanceled, EventChanged, EventPostponed, EventPublished, UpdateSent
from shared.messages.ticket import (
    OrderCanceled,
    OrderExpired,
    OrderPaid,
    OrderRefunded,
    PaymentFailed,
    TicketReissued,
    TicketTransferEnded,
    TicketTransferOffered,
    TicketTransferred,
    TicketVoided,
    WaitlistEnded,
    WaitlistOffered,
)
from shared.messages.user import PreferencesChanged, ProfileChanged
from shared.persistence import clock

listeners = Listeners()

listeners.on(SessionRevoked)(revocations.remember)


@listeners.on(AccountRegistered)
async def welcome(session: AsyncSession, message: AccountRegistered, envelope: Envelope) -> None:
    await recipients.register(session, message)
    await telling.to_account(session, Template.VERIFY_EMAIL, message.account_id, envelope)


@listeners.on(VerificationRequested)
async def ask_to_verify(session: AsyncSession, message: VerificationRequested, envelope: Envelope) -> None:
    await telling.to_account(session, Template.VERIFY_EMAIL, message.account_id, envelope)


@listeners.on(EmailVerified)
async def stop_asking(session: AsyncSession, message: EmailVerified, _envelope: Envelope) -> None:
    await recipients.change_address(session, message.account_id, message.email)
    await notifications.discard_waiting(session, message.account_id, Template.VERIFY_EMAIL)


@listeners.on(KnownAddressRegistered)
async def remind_of_account(session: AsyncSession, message: KnownAddressRegistered, envelope: Envelope) -> None:
    await telling.to_account(session, Template.KNOWN_ADDRESS, message.account_id, envelope)


@listeners.on(PasswordResetRequested)
async def offer_new_password(session: AsyncSession, message: PasswordResetRequested, envelope: Envelope) -> None:
    await telling.to_account(session, Template.RESET_PASSWORD, message.account_id, envelope)


@listeners.on(AccountClosed)
async def forget(session: AsyncSession, message: AccountClosed, _envelope: Envelope) -> None:
    await notifications.discard_waiting(session, message.account_id)
    await recipients.forget(session, message.account_id)


@listeners.on(ProfileChanged)
async def copy_profile(session: AsyncSession, message: ProfileChanged, _envelope: Envelope) -> None:
    await recipients.change_profile(session, message)


@listeners.on(PreferencesChanged)
async def copy_preferences(session: AsyncSession, message: PreferencesChanged, _envelope: Envelope) -> None:
    await recipients.change_preferences(session, message)


@listeners.on(EventPublished)
async def copy_event(session: AsyncSession, message: EventPublished, _envelope: Envelope) -> None:
    await events.remember(session, message.event, message.version)


@listeners.on(EventChanged)
async def tell_of_change(session: AsyncSession, message: EventChanged, envelope: Envelope) -> None:
    before = await events.remember(session, message.event, message.version)
    is_ahead = message.event.status != "canceled" and message.event.ends_at > await clock.now(session)
    if before is not None and is_ahead and events.is_planned_anew(before, message.event):
        facts = Facts(event=message.event, before=before)
        await notices.post(session, Template.EVENT_CHANGED, facts, envelope)


@listeners.on(EventPostponed)
async def tell_of_postponement(session: AsyncSession, message: EventPostponed, envelope: Envelope) -> None:
    before = await events.remember(session, message.event, message.version)
    facts = Facts(event=message.event, before=before, reason=message.reason)
    await notices.post(session, Template.EVENT_POSTPONED, facts, envelope)


@listeners.on(EventCanceled)
async def tell_of_cancellation(session: AsyncSession, message: EventCanceled, envelope: Envelope) -> None:
    await events.remember(session, message.event, message.version)
    facts = Facts(event=message.event, reason=message.reason)
    await notices.post(session, Template.EVENT_CANCELED, facts, envelope)


@listeners.on(UpdateSent)
async def pass_on_update(session: AsyncSession, message: UpdateSent, envelope: Envelope) -> None:
    facts = Facts(event=message.event, subject=message.subject, reason=message.text)
    await notices.post(session, Template.EVENT_UPDATE, facts, envelope)


@listeners.on_many(OrderPaid)
async def confirm_orders(session: AsyncSession, messages: Sequence[OrderPaid], envelopes: Sequence[Envelope]) -> None:
    await notices.admit_buyers(session, messages)
    confirmations = [
        (telling.of_order(Template.ORDER_CONFIRMATION, Facts(order=order), order, envelope), [order.account_id])
        for order, envelope in zip((message.order for message in messages), envelopes, strict=True)
    ]
    await notifications.create_all(session, confirmations)


@listeners.on(PaymentFailed)
async def tell_of_failed_payment(session: AsyncSession, message: PaymentFailed, envelope: Envelope) -> None:
    facts = Facts(order=message.order, reason=message.reason)
    await telling.to_buyer(session, Template.PAYMENT_FAILED, facts, message.order, envelope)


@listeners.on(OrderExpired)
async def tell_of_expiry(session: AsyncSession, message: OrderExpired, envelope: Envelope) -> None:
    await telling.to_buyer(session, Template.ORDER_EXPIRED, Facts(order=message.order), message.order, envelope)


@listeners.on(OrderCanceled)
async def tell_of_cancellation_before_payment(
    session: AsyncSession, message: OrderCanceled, envelope: Envelope
) -> None:
    """Who gave the order up knows it."""
    if message.reason != "given_up":
        facts = Facts(order=message.order, reason=message.reason)
        await telling.to_buyer(session, Template.ORDER_CANCELED, facts, message.order, envelope)


@listeners.on(OrderRefunded)
async def tell_of_refund(session: AsyncSession, message: OrderRefunded, envelope: Envelope) -> None:
    if message.tickets_left == 0:
        await recipients.remove_buyer(session, message.order_id, envelope.created_at)
    await telling.to_buyer(session, Template.ORDER_REFUNDED, Facts.of_refund(message), message.order, envelope)
    ended = {ticket.ticket_id: ticket.ticket_type_id for ticket in message.tickets}
    names = {line.ticket_type_id: line.ticket_type_name for line in message.order.lines}
    for owner in await recipients.remove_owners(session, list(ended), envelope.created_at):
        ticket = TicketFacts(
            ticket_id=owner.ticket_id,
            event_id=owner.event_id,
            event_title=message.order.event_title,
            ticket_type_name=names.get(ended[owner.ticket_id], ""),
        )
        await telling.to_owner(session, Template.TICKET_ENDED, Facts(ticket=ticket), owner.account_id, envelope)


@listeners.on(OrderDisputed)
async def tell_of_dispute(session: AsyncSession, message: OrderDisputed, envelope: Envelope) -> None:
    """To those who manage the event: the buyer knows it."""
    facts = Facts(order=message.order, dispute=DisputeFacts.of(message))
    occasion = Occasion(envelope.message_id, Template.ORDER_DISPUTED, facts, event_id=message.order.event_id)
    await notifications.create(session, occasion, message.member_ids)


@listeners.on(TicketTransferOffered)
async def tell_of_offer(session: AsyncSession, message: TicketTransferOffered, envelope: Envelope) -> None:
    """To the address alone, whoever has it: nobody learns from us whether an account does."""
    ticket = TicketFacts.of(message, transfer_id=message.transfer_id, offered_until=message.expires_at)
    occasion = Occasion(envelope.message_id, Template.TRANSFER_OFFERED, Facts(ticket=ticket), event_id=message.event_id)
    await notifications.write_to_address(session, occasion, message.email)


@listeners.on(TicketTransferEnded)
async def tell_of_end_of_offer(session: AsyncSession, message: TicketTransferEnded, envelope: Envelope) -> None:
    """Who withdrew the offer knows it."""
    if message.outcome != "withdrawn":
        facts = Facts(ticket=TicketFacts.of(message, email=message.email, outcome=message.outcome))
        await telling.to_owner(session, Template.TRANSFER_ENDED, facts, message.account_id, envelope)


@listeners.on(TicketTransferred)
async def tell_of_transfer(session: AsyncSession, message: TicketTransferred, envelope: Envelope) -> None:
    await notices.admit_owner(session, message)
    given, received = Facts(ticket=TicketFacts.of(message, email=message.email)), Facts(ticket=TicketFacts.of(message))
    await telling.to_owner(session, Template.TRANSFER_ACCEPTED, given, message.from_account_id, envelope)
    await telling.to_owner(session, Template.TICKET_RECEIVED, received, message.to_account_id, envelope)


@listeners.on(TicketReissued)
async def send_new_ticket(session: AsyncSession, message: TicketReissued, envelope: Envelope) -> None:
    facts = Facts(ticket=TicketFacts.of(message))
    await telling.to_owner(session, Template.TICKET_REISSUED, facts, message.account_id, envelope)


@listeners.on(TicketVoided)
async def tell_of_void(session: AsyncSession, message: TicketVoided, envelope: Envelope) -> None:
    await recipients.remove_owners(session, [message.ticket_id], envelope.created_at)
    if message.order_tickets_left == 0:
        await recipients.remove_buyer(session, message.order_id, envelope.created_at)
    facts = Facts(ticket=TicketFacts.of(message), reason=message.reason)
    await telling.to_owner(session, Template.TICKET_ENDED, facts, message.account_id, envelope)


@listeners.on(WaitlistOffered)
async def tell_of_returned_tickets(session: AsyncSession, message: WaitlistOffered, envelope: Envelope) -> None:
    waitlist = WaitlistFacts(entry_id=message.entry_id, entry=message.entry, offered_until=message.offered_until)
    facts = Facts(waitlist=waitlist, event=await events.find(session, message.entry.event_id))
    await telling.to_owner(session, Template.WAITLIST_OFFERED, facts, message.entry.account_id, envelope)


@listeners.on(WaitlistEnded)
async def tell_of_end_of_waiting(session: AsyncSession, message: WaitlistEnded, envelope: Envelope) -> None:
    facts = Facts(waitlist=WaitlistFacts(entry_id=message.entry_id, entry=message.entry), reason=message.reason)
    await telling.to_owner(session, Template.WAITLIST_ENDED, facts, message.entry.account_id, envelope)
