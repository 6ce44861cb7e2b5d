"""What Stripe sends: checked, stored once, answered at once. It only says where to look; its content decides nothing."""

import time
from collections.abc import Mapping, Sequence
from contextvars import Context
from datetime import timedelta

import stripe
from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from shared.deciding.gathering import Gathering
from shared.message_log import pokes
from shared.persistence import bulk, clock, purging
from shared.persistence.database import Database, among
from shared.persistence.leases import WorkState
from ticket_service.payments import operations
from ticket_service.payments.errors import InvalidWebhook
from ticket_service.payments.events import OF_DISPUTES, REFUND_FAILED, Event
from ticket_service.payments.models import (
    DISPUTES_TASK,
    SETTLE_TASK,
    DisputeLook,
    OperationKind,
    Payment,
    StripeEvent,
)

TOLERANCE_SECONDS = 300
# Stripe repeats a webhook for three days and lists events for thirty (docs.stripe.com/api/events).
KEPT = timedelta(days=31)


def verified(body: bytes, signature: str, secret: str) -> Event:
    """The event that the body tells. Raises InvalidWebhook for everything that Stripe did not sign just now."""
    try:
        # The library decodes the body and takes the header apart before it looks at the signature: hostile bytes make
        # it raise more than its own error. Moments in the future pass it.
        stripe.WebhookSignature.verify_header(body, signature, secret, TOLERANCE_SECONDS)
        signed_at, _ = stripe.WebhookSignature._get_timestamp_and_signatures(signature, "v1")  # noqa: SLF001  the same reading
        if signed_at > time.time() + TOLERANCE_SECONDS:
            raise InvalidWebhook
        return Event.model_validate_json(body)
    except (ValueError, TypeError, AttributeError, RecursionError, stripe.SignatureVerificationError) as error:
        raise InvalidWebhook from error


async def purge(database: Database) -> None:
    """Forgets the webhooks that are older than Stripe's own list of events."""
    await purging.purge(database, StripeEvent, lambda now: StripeEvent.received_at < now - KEPT)


class KnownAmongNew(Exception):
    """Of several events one has been received before: each is to be received by itself."""


def gathering(database: Database) -> Gathering[Event, None]:
    """One per process. Events that arrive together are stored together."""

    async def decide(events: Sequence[Event], _contexts: Sequence[Context]) -> Sequence[None]:
        async with database.transaction() as session:
            await receive(session, {event.id: event for event in events})
        return [None] * len(events)

    return Gathering(decide)


async def receive(session: AsyncSession, events: Mapping[str, Event]) -> None:
    """Stores events by their ids and has their payments looked at; a second delivery changes nothing.

    Raises KnownAmongNew.
    """
    moment = await clock.now(session)
    rows = [
        bulk.row(StripeEvent, id=event.id, type=event.type, intent_id=event.intent_id, received_at=moment)
        for _, event in sorted(events.items())  # whoever stores some of them at the same time waits in this order
    ]
    if await bulk.insert(session, rows, on_conflict="ON CONFLICT DO NOTHING") < len(rows):
        if len(rows) > 1:
            raise KnownAmongNew
        return
    by_intent: dict[str, list[Event]] = {}
    for event in events.values():
        if event.intent_id is not None:
            by_intent.setdefault(event.intent_id, []).append(event)
    await _ask_for_looks(session, by_intent)
    for intent_id, told in sorted(by_intent.items()):
        if any(event.type.startswith(OF_DISPUTES) for event in told):
            await ask_for_disputes(session, intent_id)


async def receive_missed(session: AsyncSession, events: Sequence[Event]) -> int:
    """Receives those of the provider's list that no delivery has brought; returns how many.

    Raises KnownAmongNew when a delivery brings one of them just now.
    """
    received = select(StripeEvent.id).where(among(StripeEvent.id, {event.id for event in events}))
    known = set((await session.execute(received)).scalars())
    missed = {event.id: event for event in events if event.id not in known}
    if missed:
        await receive(session, missed)
    return len(missed)


async def _ask_for_looks(session: AsyncSession, by_intent: Mapping[str, Sequence[Event]]) -> None:
    """What is over shows nothing new, but for money that a bank did not take."""
    if not by_intent:
        return
    moment = await clock.now(session)
    query = select(Payment).where(among(Payment.intent_id, by_intent)).order_by(Payment.id).with_for_update()
    for payment in (await session.execute(query)).scalars().all():
        if payment.state != WorkState.DONE:
            payment.ask(moment)
            pokes.hint(session, SETTLE_TASK)
        elif any(event.type == REFUND_FAILED for event in by_intent[str(payment.intent_id)]):
            await operations.look_again(session, OperationKind.REFUND, payment)
            pokes.hint(session, SETTLE_TASK)


async def ask_for_disputes(session: AsyncSession, intent_id: str) -> None:
    """Has the provider asked for the intent's disputes now."""
    moment = await clock.now(session)
    now = {"state": WorkState.WAITING, "due_at": moment, "asked_at": moment}
    row = insert(DisputeLook).values(intent_id=intent_id, attempts=0, **now)
    await session.execute(row.on_conflict_do_update(index_elements=[DisputeLook.intent_id], set_=now))
    pokes.hint(session, DISPUTES_TASK)
