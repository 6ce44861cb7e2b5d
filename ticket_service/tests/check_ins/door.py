"""A door for tests: an event whose doors are open, its staff, and tickets of somebody's paid order."""

import uuid
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from shared.ids import new_id
from shared.messages.event import (
    EventPublished,
    EventState,
    OpeningCapacity,
    OrganizerMembersChanged,
    StaffChanged,
    TicketTypeState,
)
from shared.persistence import clock
from shared.persistence.database import Database
from shared.testing.accounts import Person
from shared.testing.messages import tell
from ticket_service.listeners import listeners
from ticket_service.orders.models import Order, OrderLine, OrderStatus
from ticket_service.tickets import service as tickets
from ticket_service.tickets.models import Ticket


@dataclass(frozen=True)
class Door:
    database: Database
    event: EventState
    ticket_type_id: str

    def scan(self, code: str, **other: object) -> dict[str, object]:
        """The body of a scan, with an id of its own."""
        return {"scan_id": str(uuid.uuid4()), "event_id": self.event.event_id, "code": code, **other}

    async def tickets_for(self, person: Person, *names: str) -> list[Ticket]:
        """Tickets of a paid order, issued as a purchase issues them."""
        moment = datetime.now(UTC)
        order = Order(
            id=new_id("ord"),
            account_id=person.account_id,
            event_id=self.event.event_id,
            status=OrderStatus.PAID,
            subtotal=0,
            discount=0,
            fees=0,
            fees_included=False,
            tax=0,
            tax_included=True,
            total=0,
            currency="EUR",
            expires_at=moment,
            created_at=moment,
            paid_at=moment,
            lines=[_line(self.ticket_type_id, names)],
        )
        async with self.database.transaction() as session:
            session.add(order)
            issued = tickets.issue(order, await clock.now(session))
            session.add_all(issued)
            return issued


async def open_door(
    database: Database,
    *,
    doors_in: timedelta = timedelta(hours=-1),
    staff: tuple[str, ...] = (),
    members: tuple[str, ...] = (),
) -> Door:
    """An event whose doors open after `doors_in`, for six hours."""
    doors_at = datetime.now(UTC) + doors_in
    event = EventState(
        event_id=new_id("evt"),
        organizer_id=new_id("org"),
        organizer_name="Kulturverein",
        slug=f"night-{uuid.uuid4().hex}",
        title="A Night",
        status="published",
        venue_name="Hall",
        venue_address="Hauptstraße 1, Berlin",
        city="Berlin",
        country="DE",
        time_zone="Europe/Berlin",
        doors_at=doors_at,
        starts_at=doors_at + timedelta(hours=1),
        ends_at=doors_at + timedelta(hours=6),
    )
    ticket_type = _ticket_type(event.event_id)
    capacity = OpeningCapacity(ticket_type_id=ticket_type.ticket_type_id, capacity=1000)
    await tell(
        database,
        listeners,
        EventPublished(event_id=event.event_id, event=event, ticket_types=[ticket_type], capacities=[capacity]),
        StaffChanged(event_id=event.event_id, account_ids=list(staff)),
        OrganizerMembersChanged(organizer_id=event.organizer_id, account_ids=list(members)),
    )
    return Door(database, event, ticket_type.ticket_type_id)


def _ticket_type(event_id: str) -> TicketTypeState:
    return TicketTypeState(
        ticket_type_id=new_id("tt"),
        event_id=event_id,
        position=1,
        name="Standing",
        description="",
        price=0,
        currency="EUR",
        max_per_order=10,
        max_per_account=None,
        sales_start_at=None,
        sales_end_at=None,
        valid_from=None,
        valid_until=None,
        is_withdrawn=False,
        version=1,
    )


def _line(ticket_type_id: str, names: tuple[str, ...]) -> OrderLine:
    return OrderLine(
        position=1,
        ticket_type_id=ticket_type_id,
        ticket_type_name="Standing",
        quantity=len(names),
        unit_price=0,
        discount=0,
        fee=0,
        tax=0,
        total=0,
        holder_names=list(names),
    )
