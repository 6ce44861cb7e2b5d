"""Not one webhook arrives: whoever has paid has tickets all the same, within a minute and a half."""

import sys
import time
from collections.abc import Iterator
from functools import partial

import pytest

from deploy.demo import Narrator, new_event, organize, wait_for_sale
from deploy.people import Person, System, wait_until
from tests.flows.books import Books

ORDERS = 5
MOST_SECONDS = 90


@pytest.fixture
def silence(books: Books) -> Iterator[None]:
    books.plan_faults(webhooks=[{"fault": "drop", "rate": 1}])
    yield
    books.plan_faults()


@pytest.mark.usefixtures("silence")
def test_without_any_webhook_what_was_paid_is_found_in_time(system: System, books: Books):
    organizer, _ = organize(system, Narrator())
    event, [seat] = new_event(organizer, {"name": "Seat", "price": 2500, "capacity": ORDERS})
    wait_for_sale(organizer, event["id"])
    buyer = Person.new(system, "Wanda Waiting").join()
    items = [{"ticket_type_id": seat["id"], "quantity": 1}]
    holders = [{"ticket_type_id": seat["id"], "name": buyer.name}]
    wish = {"event_id": event["id"], "items": items, "holders": holders}
    orders = [buyer.post("/orders", wish)["id"] for _ in range(ORDERS)]
    paid_at = {}
    for order in orders:
        assert buyer.confirm(buyer.post(f"/orders/{order}/payment")).is_success
        paid_at[order] = time.monotonic()

    def is_found(order: str) -> bool | None:
        return buyer.get(f"/orders/{order}")["status"] == "paid" or None

    took = []
    for order, since in paid_at.items():
        wait_until(f"{order} to be found paid", partial(is_found, order), MOST_SECONDS)
        took.append(time.monotonic() - since)
    sys.stdout.write(f"{ORDERS} payments found {min(took):.0f} to {max(took):.0f} s after their cards\n")
    assert max(took) <= MOST_SECONDS
    assert books.struck()["drop"] >= ORDERS
    assert books.violations() == []
