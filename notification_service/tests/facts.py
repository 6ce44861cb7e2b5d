"""Messages of the other services, with everything that a test does not care about filled in."""

from datetime import UTC, datetime, timedelta
from typing import Any

from shared.ids import new_id
from shared.messages import Message
from shared.messages.auth import AccountRegistered, EmailVerified
from shared.messages.event import EventPublished, EventState
from shared.messages.ticket import OrderLineState, OrderPaid, OrderState, PaymentFailed, WaitlistEntryState

STARTS_AT = datetime(2027, 5, 1, 18, 0, tzinfo=UTC)


def registered(account_id: str, **facts: Any) -> AccountRegistered:
    defaults = {"email": address_of(account_id), "name": "Ada King", "locale": "en-GB"}
    return AccountRegistered(account_id=account_id, **{**defaults, **facts})


def address_of(account_id: str) -> str:
    return f"{account_id}@example.com"


def event_state(event_id: str | None = None, **facts: Any) -> EventState:
    defaults: dict[str, Any] = {
        "event_id": event_id or new_id("evt"),
        "organizer_id": new_id("org"),
        "organizer_name": "Parish",
        "slug": "night-of-the-organ",
        "title": "Night of the Organ",
        "status": "published",
        "venue_name": "Cathedral",
        "venue_address": "1 Hill Street",
        "city": "Vienna",
        "country": "AT",
        "time_zone": "Europe/Vienna",
        "doors_at": STARTS_AT - timedelta(hours=1),
        "starts_at": STARTS_AT,
        "ends_at": STARTS_AT + timedelta(hours=3),
    }
    return EventState(**{**defaults, **facts})


def published(event: EventState) -> EventPublished:
    return EventPublished(event_id=event.event_id, event=event, ticket_types=[], capacities=[])


def order_state(account_id: str, event: EventState, **facts: Any) -> OrderState:
    defaults: dict[str, Any] = {
        "order_id": new_id("ord"),
        "number": "K7F3-92QD",
        "account_id": account_id,
        "event_id": event.event_id,
        "event_title": event.title,
        "organizer_id": event.organizer_id,
        "lines": [OrderLineState(ticket_type_id=new_id("tt"), ticket_type_name="Balcony", quantity=2, unit_price=4500)],
        "total": 9000,
        "currency": "EUR",
        "created_at": datetime.now(UTC),
    }
    return OrderState(**{**defaults, **facts})


def waitlist_entry(account_id: str, event: EventState, **facts: Any) -> WaitlistEntryState:
    defaults: dict[str, Any] = {
        "account_id": account_id,
        "event_id": event.event_id,
        "event_title": event.title,
        "ticket_type_id": new_id("tt"),
        "ticket_type_name": "Balcony",
        "quantity": 2,
    }
    return WaitlistEntryState(**{**defaults, **facts})


def paid(order: OrderState, *, paid_at: datetime | None = None) -> OrderPaid:
    return OrderPaid(order_id=order.order_id, order=order, tickets=[], paid_at=paid_at or datetime.now(UTC))


def bought(account_id: str) -> list[Message]:
    """All that is heard until somebody with a proven address has paid for an order."""
    event = event_state()
    verified = EmailVerified(account_id=account_id, email=address_of(account_id))
    return [registered(account_id), verified, published(event), paid(order_state(account_id, event))]


def payment_failed(order: OrderState, reason: str = "insufficient_funds") -> PaymentFailed:
    return PaymentFailed(order_id=order.order_id, order=order, reason=reason)
