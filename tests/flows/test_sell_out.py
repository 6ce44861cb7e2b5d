"""A hundred people want the last fifty tickets, through the front door."""

import secrets
from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import pytest

from deploy.demo import Narrator, new_event, organize, wait_for_sale
from deploy.people import Person, System
from tests.flows.books import Books

BUYERS, TICKETS = 100, 50


@pytest.fixture(scope="session")
def crowd(system: System) -> list[Person]:
    """A few people who each buy many times: registering a hundred would only measure how slowly passwords are hashed."""
    with ThreadPoolExecutor(4) as pool:
        return list(pool.map(lambda number: Person.new(system, f"Fan {number}").join(), range(10)))


def test_exactly_the_tickets_that_are_left_are_sold_and_everybody_else_is_told(
    system: System, books: Books, crowd: list[Person]
):
    organizer, _ = organize(system, Narrator())
    event, types = new_event(organizer, {"name": "Free", "price": 0, "capacity": TICKETS})
    wait_for_sale(organizer, event["id"])
    body = {
        "event_id": event["id"],
        "items": [{"ticket_type_id": types[0]["id"], "quantity": 1}],
        "holders": [{"ticket_type_id": types[0]["id"], "name": "Fan"}],
    }

    def buy(number: int) -> str:
        answer = crowd[number % len(crowd)].ask("POST", "/orders", body, key=secrets.token_hex(16))
        return "sold" if answer.status_code == 201 else str(answer.json()["code"])

    with ThreadPoolExecutor(BUYERS) as pool:
        told = Counter(pool.map(buy, range(BUYERS)))
    assert told == {"sold": TICKETS, "sold_out": BUYERS - TICKETS}
    assert books.violations() == []
    availability = organizer.get(f"/events/{event['id']}/availability")
    assert availability["sale_status"] == "sold_out"
