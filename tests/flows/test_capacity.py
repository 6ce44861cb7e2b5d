"""After the publication capacity is ticket's: event passes a change on, shows what was accepted, and hears of it."""

from deploy.demo import new_event, wait_for_sale
from deploy.people import Person, System, wait_until
from tests.flows.books import Books


def test_capacity_is_changed_where_the_tickets_are_sold(system: System, books: Books):
    organizer = Person.new(system, "Olga Organizer").join()
    organizer.post("/organizers", {"name": "Capacity Concerts"})
    organizer.with_role("EventCreator")
    event, [offer] = new_event(organizer, {"name": "Standing", "price": 0, "capacity": 3})
    wait_for_sale(organizer, event["id"])
    buyer = Person.new(system, "Bea Buyer").join()
    holders = [{"ticket_type_id": offer["id"], "name": f"Guest {number}"} for number in range(2)]
    items = [{"ticket_type_id": offer["id"], "quantity": 2}]
    buyer.post("/orders", {"event_id": event["id"], "items": items, "holders": holders})
    path = f"/events/{event['id']}/ticket-types/{offer['id']}/capacity"

    refused = organizer.ask("PUT", path, {"capacity": 1})
    assert (refused.status_code, refused.json()["code"]) == (409, "capacity_below_sold")
    assert (refused.json()["sold"], refused.json()["held"]) == (2, 0)
    assert organizer.put(path, {"capacity": 10})["capacity"] == 10
    available = organizer.get(f"/events/{event['id']}/availability")["ticket_types"][0]["available"]
    assert available == 8

    added = {"name": "Balcony", "price": 0, "currency": "EUR", "capacity": 4}
    balcony = organizer.post(f"/events/{event['id']}/ticket-types", added)

    def opened() -> bool | None:
        types = organizer.get(f"/events/{event['id']}/ticket-types")["data"]
        return next(row["capacity"] for row in types if row["id"] == balcony["id"]) == 4 or None

    wait_until("the new type's capacity to be told by ticket", opened)

    def counted() -> bool | None:
        figures = organizer.get(f"/events/{event['id']}/analytics")["totals"]
        return figures["sold"] == 2 or None

    wait_until("the sale to be counted", counted)
    assert books.violations() == []
