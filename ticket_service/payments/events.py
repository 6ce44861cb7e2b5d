"""Stripe's events: the kinds that are asked for, and as much of one as is read. Its content decides nothing."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, StringConstraints

# What a bank did not take of a refund; it may come days after the refund has succeeded.
REFUND_FAILED = "refund.failed"
OF_DISPUTES = "charge.dispute."
# What the webhook endpoint in Stripe's dashboard is to be sent (`.env.example`). Twenty at most can be listed at once
# (docs.stripe.com/api/events/list).
HEARD = (
    "payment_intent.amount_capturable_updated",
    "payment_intent.canceled",
    "payment_intent.payment_failed",
    "payment_intent.processing",
    "payment_intent.requires_action",
    "payment_intent.succeeded",
    "charge.refunded",
    "refund.created",
    "refund.updated",
    REFUND_FAILED,
    f"{OF_DISPUTES}created",
    f"{OF_DISPUTES}updated",
    f"{OF_DISPUTES}closed",
)

# Stripe's ids and types are plain text of this length at most (docs.stripe.com/upgrades, "backward-compatible").
_Word = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_.:-]{1,255}$")]


class _Subject(BaseModel):
    """What an event is about: an intent, or something that belongs to one."""

    model_config = ConfigDict(strict=True)

    object: _Word
    id: _Word | None = None
    payment_intent: _Word | None = None


class _Data(BaseModel):
    object: _Subject


class Event(BaseModel):
    model_config = ConfigDict(strict=True)

    id: _Word
    type: _Word
    data: _Data

    @property
    def intent_id(self) -> str | None:
        subject = self.data.object
        return subject.id if subject.object == "payment_intent" else subject.payment_intent
