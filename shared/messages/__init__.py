"""What the services tell each other: facts in the past tense, a module or two per owner. No message carries a secret."""

from shared.messages import auth, dispute, event, notification, ticket, user
from shared.messages.message import Envelope, Message

# Who reads whose log. The owner pokes them after a commit; each also asks on its own schedule.
SUBSCRIBERS: dict[str, tuple[str, ...]] = {
    "auth": ("user", "event", "ticket", "notification"),
    "user": ("auth", "event", "notification"),
    "event": ("user", "ticket", "notification"),
    "ticket": ("user", "event", "notification"),
    "notification": (),
}

_BY_TYPE: dict[str, type[Message]] = {
    kind.__name__: kind
    for module in (auth, user, event, ticket, dispute, notification)
    for kind in vars(module).values()
    if isinstance(kind, type) and issubclass(kind, Message) and kind is not Message
}


def sources(reader: str) -> list[str]:
    """The services whose logs a service reads."""
    return [owner for owner, readers in SUBSCRIBERS.items() if reader in readers]


def message_type(name: str) -> type[Message] | None:
    """The class of a message; None for one that a newer owner tells and this process does not know."""
    return _BY_TYPE.get(name)


__all__ = ["SUBSCRIBERS", "Envelope", "Message", "message_type", "sources"]
