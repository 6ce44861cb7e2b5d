"""What a ticket on paper costs: `python -m benchmarks.printing`. Milliseconds of CPU when warm, the least of many tries."""

import time
from collections.abc import Callable
from datetime import UTC, datetime

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from shared.ids import new_id
from ticket_service.catalog.models import Event, TicketType
from ticket_service.orders.models import Order
from ticket_service.tickets import pdf, qr
from ticket_service.tickets.codes import Code, CodeKeys
from ticket_service.tickets.models import Ticket

KEYS = CodeKeys({1: Ed25519PrivateKey.generate()})
TRIES = 50


def ticket(number: int) -> Ticket:
    moment = datetime(2027, 5, 1, 18, tzinfo=UTC)
    event = Event(
        id=new_id("evt"),
        organizer_name="Kulturverein",
        title="A Night",
        venue_name="Hall",
        venue_address="Hauptstraße 1, Berlin",
        time_zone="Europe/Berlin",
        doors_at=moment,
        starts_at=moment,
    )
    made = Ticket(id=new_id("tkt"), event_id=event.id, holder_name=f"Guest {number}", version=1)
    made.__dict__.update(event=event, ticket_type=TicketType(name="Standing"), order=Order(number="7KQ3M-X9WTP"))
    return made


def milliseconds(work: Callable[[int], object]) -> float:
    """Each try is of other tickets: in life none is drawn twice either."""
    work(0)
    took = []
    for number in range(1, TRIES + 1):
        started = time.process_time()
        work(number)
        took.append((time.process_time() - started) * 1000)
    return min(took)


def code() -> str:
    return KEYS.sign(Code(new_id("evt"), new_id("tkt"), 1))


def printed(number: int, tickets: int) -> bytes:
    return pdf.render([ticket(number * tickets + which) for which in range(tickets)], KEYS)


MEASURED: dict[str, Callable[[int], object]] = {
    "a signed code": lambda _number: code(),
    "its QR code as SVG": lambda _number: qr.svg(code()),
    "its QR code as PNG": lambda _number: qr.png(code()),
    "a document of 1 ticket": lambda number: printed(number, 1),
    "a document of 2 tickets": lambda number: printed(number, 2),
    "a document of 10 tickets": lambda number: printed(number, 10),
}

if __name__ == "__main__":
    for name, work in MEASURED.items():
        print(f"{name:<26}{milliseconds(work):6.1f} ms")  # noqa: T201  a benchmark's result
