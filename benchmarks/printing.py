"""What a ticket on paper costs: `python -m benchmarks.printing`. Milliseconds of CPU when warm, the least of many tries."""

import time
from collections.abc import Callable
from datetime import UTC, datetime

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from shared.ids import new_id
from ticket_service.tickets import pdf, qr
from ticket_service.tickets.codes import Code, CodeKeys
from ticket_service.tickets.pdf import PrintedTicket

KEYS = CodeKeys({1: Ed25519PrivateKey.generate()})
TRIES = 50


def ticket(number: int) -> PrintedTicket:
    moment = datetime(2027, 5, 1, 18, tzinfo=UTC)
    return PrintedTicket(
        organizer="Kulturverein",
        title="A Night",
        starts_at=moment,
        doors_at=moment,
        time_zone="Europe/Berlin",
        venue="Hall",
        address="Hauptstraße 1, Berlin",
        holder=f"Guest {number}",
        type="Standing",
        order="7KQ3M-X9WTP",
        id=new_id("tkt"),
        code=code(),
    )


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
    return pdf.render([ticket(number * tickets + which) for which in range(tickets)], "en").content


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
