"""Facts that ticket owns, about buyers whose banks take money back."""

from datetime import datetime

from shared.messages.message import Message
from shared.messages.ticket import OrderState


class OrderDisputed(Message):
    """A buyer's bank takes money of the order back, or has decided about it. Told when it begins and when it ends.

    `status` and `reason` are the provider's words; `member_ids` are the accounts that manage the event.
    """

    aggregate = "order_id"
    order_id: str
    order: OrderState
    dispute_id: str
    status: str
    reason: str
    amount: int
    currency: str
    evidence_until: datetime | None
    member_ids: list[str]
