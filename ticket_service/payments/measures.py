"""What is to be asked of the payment provider."""

from shared.persistence import leases
from ticket_service.payments.models import EventReading, Payment, PaymentOperation

MEASURES = (
    *leases.measures("payments", Payment),
    *leases.measures("payment_operations", PaymentOperation),
    *leases.measures("event_readings", EventReading),
)
