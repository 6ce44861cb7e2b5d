"""What is bought over the API, so that a page has something to show."""

from datetime import UTC, datetime, timedelta
from typing import Any

from deploy.demo import new_event, wait_for_sale
from deploy.people import Person, Refused, wait_until


def put_on(organizer: Person, **offer: Any) -> dict[str, Any]:
    """Another event of theirs, on sale, in a month, so that its tickets can still be passed on."""
    event, _ = new_event(organizer, {"name": "Standing", "price": 2500, "capacity": 50, **offer})
    wait_for_sale(organizer, event["id"])
    starts = datetime.now(UTC) + timedelta(days=30)
    times = {"doors_at": starts - timedelta(hours=1), "starts_at": starts, "ends_at": starts + timedelta(hours=3)}
    change(organizer, event, {name: moment.isoformat() for name, moment in times.items()})
    return event


def change(organizer: Person, event: dict[str, Any], facts: dict[str, Any]) -> None:
    """Also while a first sale still marks the event."""

    def changed() -> bool | None:
        now = organizer.ask("GET", f"/events/{event['id']}")
        answer = organizer.ask("PATCH", f"/events/{event['id']}", facts, headers={"If-Match": now.headers["ETag"]})
        if answer.status_code not in {200, 412}:
            raise Refused(answer)
        return answer.status_code == 200 or None

    wait_until(f"{event['title']} to be changed", changed)


def hold(buyer: Person, event: dict[str, Any], quantity: int = 1) -> dict[str, Any]:
    """Of the event's first ticket type, as all below."""
    items = [{"ticket_type_id": _first_type(buyer, event), "quantity": quantity}]
    taken: dict[str, Any] = buyer.post("/holds", {"event_id": event["id"], "items": items})
    return taken


def order(buyer: Person, event: dict[str, Any], quantity: int = 1) -> dict[str, Any]:
    """Paid already when it costs nothing."""
    taken = hold(buyer, event, quantity)
    holders = [{"ticket_type_id": taken["items"][0]["ticket_type_id"], "name": buyer.name}] * quantity
    placed: dict[str, Any] = buyer.post("/orders", {"hold_id": taken["id"], "holders": holders})
    return placed


def buy(buyer: Person, event: dict[str, Any], quantity: int = 1) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """A paid order and its tickets."""
    paid = buyer.pay(order(buyer, event, quantity)["id"])
    assert paid["status"] == "paid", paid
    return paid, buyer.get("/tickets", order_id=paid["id"])["data"]


def _first_type(buyer: Person, event: dict[str, Any]) -> str:
    return str(buyer.get(f"/events/{event['id']}/availability")["ticket_types"][0]["id"])
