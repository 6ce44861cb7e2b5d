"""Whom a message that was heard is told to: an account, who owns a ticket or a place in a line, a buyer."""

from sqlalchemy.ext.asyncio import AsyncSession

from notification_service.notifications import service as notifications
from notification_service.notifications.service import Occasion
from notification_service.templates.facts import Facts
from notification_service.templates.kinds import Template
from shared.messages import Envelope
from shared.messages.ticket import OrderState


async def to_account(session: AsyncSession, template: Template, account_id: str, envelope: Envelope) -> None:
    await notifications.create(session, Occasion(envelope.message_id, template), [account_id])


async def to_owner(
    session: AsyncSession, template: Template, facts: Facts, account_id: str, envelope: Envelope
) -> None:
    """The owner of a ticket, or of a place in a line."""
    about = facts.ticket or (facts.waitlist.entry if facts.waitlist else None)
    occasion = Occasion(envelope.message_id, template, facts, event_id=about.event_id if about else None)
    await notifications.create(session, occasion, [account_id])


async def to_buyer(
    session: AsyncSession, template: Template, facts: Facts, order: OrderState, envelope: Envelope
) -> None:
    await notifications.create(session, of_order(template, facts, order, envelope), [order.account_id])


def of_order(template: Template, facts: Facts, order: OrderState, envelope: Envelope) -> Occasion:
    return Occasion(envelope.message_id, template, facts, event_id=order.event_id, order_id=order.order_id)
