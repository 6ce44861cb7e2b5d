"""What is to be asked of the payment provider."""

from sqlalchemy import select

from shared.persistence import leases
from shared.persistence.backlog import Measure, oldest_seconds
from ticket_service.payments.models import EventReading, Payment, PaymentOperation

MEASURES = (
    *leases.measures("payments", Payment),
    *leases.measures("payment_operations", PaymentOperation),
    *leases.measures("event_readings", EventReading),
    Measure(
        "event_list_unread_seconds",
        "Since when the provider's list of events has not been read to its end.",
        lambda moment: select(oldest_seconds(moment, EventReading.read_until)),
    ),
)
