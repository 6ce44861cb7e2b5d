"""Messages as their owners' logs would deliver them."""

from datetime import UTC, datetime
from itertools import count

import uuid_utils.compat

from shared.message_log.inbox import Listeners
from shared.messages import Envelope, Message
from shared.persistence.database import Database

_positions = count(1)


def wrap(message: Message, *, told_at: datetime | None = None) -> Envelope:
    """A new message of the service in whose module its class lies."""
    return Envelope(
        source=type(message).__module__.rpartition(".")[2],
        message_id=uuid_utils.compat.uuid7(),
        position=next(_positions),
        type=type(message).__name__,
        aggregate_id=message.aggregate_id,
        payload=message.model_dump(mode="json"),
        traceparent=None,
        created_at=told_at or datetime.now(UTC),
    )


async def tell(database: Database, listeners: Listeners, *messages: Message | Envelope) -> None:
    """Lets each message take effect, in a transaction of its own."""
    for message in messages:
        async with database.transaction() as session:
            await listeners.apply(session, [message if isinstance(message, Envelope) else wrap(message)])
