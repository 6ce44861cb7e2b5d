"""Message type -> what the ticket service does about it."""

from shared import revocations
from shared.inbox import Listeners
from shared.messages.auth import SessionRevoked

listeners = Listeners("auth", "event")

listeners.on(SessionRevoked)(revocations.remember)
