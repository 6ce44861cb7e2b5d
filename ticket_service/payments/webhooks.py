"""What Stripe sends: checked, stored once, answered at once. It only says where to look; its content decides nothing."""

import time
from typing import Any

import orjson
import stripe
from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from shared import clock, pokes
from ticket_service.payments.errors import InvalidWebhook
from ticket_service.payments.models import SETTLE_TASK, Payment, StripeEvent

TOLERANCE_SECONDS = 300


def verified(body: bytes, signature: str, secret: str) -> dict[str, Any]:
    """The event that the body tells. Raises InvalidWebhook for everything that Stripe did not sign just now."""
    try:
        # The library decodes the body and takes the header apart before it looks at the signature: hostile bytes make
        # it raise more than its own error. Moments in the future pass it.
        stripe.WebhookSignature.verify_header(body, signature, secret, TOLERANCE_SECONDS)
        signed_at, _ = stripe.WebhookSignature._get_timestamp_and_signatures(signature, "v1")  # noqa: SLF001  the same reading
        if signed_at > time.time() + TOLERANCE_SECONDS:
            raise InvalidWebhook
        event = orjson.loads(body)
        _ = event["id"] + event["type"], event["data"]["object"]["object"]
    except (
        ValueError,
        TypeError,
        AttributeError,
        KeyError,
        RecursionError,
        stripe.SignatureVerificationError,
    ) as error:
        raise InvalidWebhook from error
    verified_event: dict[str, Any] = event
    return verified_event


async def receive(session: AsyncSession, event: dict[str, Any]) -> None:
    """Stores the event and has its payment looked at; a second delivery changes nothing."""
    moment = await clock.now(session)
    intent_id = _intent_id(event["data"]["object"])
    row = insert(StripeEvent).values(id=event["id"], type=event["type"], intent_id=intent_id, received_at=moment)
    stored = await session.execute(row.on_conflict_do_nothing().returning(StripeEvent.id))
    if stored.first() is None or intent_id is None:
        return
    query = select(Payment).where(Payment.intent_id == intent_id).with_for_update()
    payment = (await session.execute(query)).scalar_one_or_none()
    if payment is not None and not payment.is_over:
        payment.ask(moment)
        pokes.hint(session, SETTLE_TASK)


def _intent_id(subject: dict[str, Any]) -> str | None:
    found = subject.get("id") if subject["object"] == "payment_intent" else subject.get("payment_intent")
    return found if isinstance(found, str) else None
