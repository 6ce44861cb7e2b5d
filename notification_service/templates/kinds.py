from enum import StrEnum


class Template(StrEnum):
    VERIFY_EMAIL = "verify_email"
    KNOWN_ADDRESS = "known_address"
    RESET_PASSWORD = "reset_password"  # noqa: S105  a name
    ORDER_CONFIRMATION = "order_confirmation"
    PAYMENT_FAILED = "payment_failed"
    ORDER_EXPIRED = "order_expired"
    ORDER_CANCELED = "order_canceled"
    ORDER_REFUNDED = "order_refunded"
    ORDER_DISPUTED = "order_disputed"
    TRANSFER_OFFERED = "transfer_offered"
    TRANSFER_ACCEPTED = "transfer_accepted"
    TRANSFER_ENDED = "transfer_ended"
    TICKET_RECEIVED = "ticket_received"
    TICKET_REISSUED = "ticket_reissued"
    TICKET_ENDED = "ticket_ended"
    WAITLIST_OFFERED = "waitlist_offered"
    WAITLIST_ENDED = "waitlist_ended"
    EVENT_CHANGED = "event_changed"
    EVENT_POSTPONED = "event_postponed"
    EVENT_CANCELED = "event_canceled"
    EVENT_UPDATE = "event_update"


# Somebody sits before a screen and waits for it, or has little time: it does not wait behind a rush's confirmations.
URGENT = (Template.VERIFY_EMAIL, Template.KNOWN_ADDRESS, Template.RESET_PASSWORD, Template.WAITLIST_OFFERED)
