"""Facts that notification owns."""

from shared.messages.message import Message


class NotificationFailed(Message):
    """A message to a person was given up after its last attempt and waits for an admin."""

    aggregate = "notification_id"
    notification_id: str
    template: str
    channel: str
    reason: str
