"""People buy while parts of the system are killed: nothing is lost, nothing is sold twice, every confirmation arrives."""

import contextlib
import secrets
import threading
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Any

import httpx
import pytest

from deploy.demo import Narrator, new_event, organize, wait_for_sale
from deploy.native.stack import Stack
from deploy.people import Person, Refused, System, wait_until
from tests.flows.books import Books

VICTIMS = (
    "gateway", "auth", "user", "event", "ticket", "notification",
    "user-worker", "event-worker", "ticket-worker", "notification-worker",
    "valkey", "postgres", "nginx", "stripe-stand-in",
)  # fmt: skip
BUYERS = 3
# What a part that is being killed may make of a request; the client asks again with the same key.
AGAIN = (httpx.HTTPError,)
PASSING = frozenset({401, 409, 502, 503, 504})


class Buyer:
    """Buys one ticket after the other until told to stop, and asks again whatever was not answered."""

    def __init__(self, person: Person, event_id: str, ticket_type_id: str, stopping: threading.Event) -> None:
        self._person, self._stopping = person, stopping
        self._wish = {
            "event_id": event_id,
            "items": [{"ticket_type_id": ticket_type_id, "quantity": 1}],
            "holders": [{"ticket_type_id": ticket_type_id, "name": person.name}],
        }
        self.numbers: list[str] = []

    def buy_until_stopped(self) -> None:
        while not self._stopping.is_set():
            order = self._insist("/orders", self._wish)
            payment = self._insist(f"/orders/{order['id']}/payment", None)
            self._confirm(payment)
            self.numbers.append(order["number"])

    def _insist(self, path: str, body: Any) -> dict[str, Any]:
        """The same request with the same key until it is answered. A refusal that is final is a failure of the test."""
        key = secrets.token_hex(16)

        def ask() -> dict[str, Any] | None:
            try:
                with contextlib.suppress(*AGAIN):
                    answer: dict[str, Any] = self._person.post(path, body, key=key)
                    return answer
            except Refused as refused:
                if refused.status not in PASSING:
                    raise
            return None

        return wait_until(f"an answer to {path}", ask, 90)

    def _confirm(self, payment: dict[str, Any]) -> None:
        """As the browser's script does. Confirming what is confirmed already is refused by the provider, which is fine."""
        intent = payment["client_secret"].split("_secret_")[0]

        def ask() -> bool | None:
            with contextlib.suppress(*AGAIN):
                answer = httpx.post(
                    f"{self._person.system.stripe_url}/v1/payment_intents/{intent}/confirm",
                    data={"client_secret": payment["client_secret"], "payment_method": "pm_card_visa"},
                    headers={"Authorization": f"Bearer {payment['publishable_key']}"},
                    timeout=15,
                )
                return answer.status_code in {200, 400} or None
            return None

        wait_until("the provider's answer", ask, 90)


@pytest.mark.timeout(600)
def test_killing_any_part_while_people_buy_loses_and_doubles_nothing(stack: Stack, system: System, books: Books):
    organizer, _ = organize(system, Narrator())
    event, types = new_event(organizer, {"name": "Paid", "price": 1500, "capacity": 2000})
    wait_for_sale(organizer, event["id"])
    stopping = threading.Event()
    buyers = [
        Buyer(Person.new(system, f"Fan {number}").join(), event["id"], types[0]["id"], stopping)
        for number in range(BUYERS)
    ]
    with ThreadPoolExecutor(BUYERS) as pool:
        buying = [pool.submit(buyer.buy_until_stopped) for buyer in buyers]
        try:
            for victim in VICTIMS:
                before = _sold(buyers)
                stack.crash(victim, within=60)
                more = partial(_went_on, buyers, before, buying)
                wait_until(f"sales to go on after {victim} was killed", more, 90)
        finally:
            stopping.set()
        for done in buying:
            done.result(timeout=120)
    wait_until("the system to come to rest", lambda: books.unfinished() == [] or None, 150)
    bought = {number for buyer in buyers for number in buyer.numbers}
    assert len(bought) == _sold(buyers)
    wait_until("every purchase to be paid", lambda: bought <= books.paid_orders() or None, 90)
    assert books.violations() == []
    missing = [number for number in bought if not _has_mail(system, number)]
    assert missing == []


def _went_on(buyers: list[Buyer], before: int, buying: list[Any]) -> bool | None:
    for done in buying:
        if done.done():
            done.result()
    return _sold(buyers) > before or None


def _sold(buyers: list[Buyer]) -> int:
    return sum(len(buyer.numbers) for buyer in buyers)


def _has_mail(system: System, number: str) -> bool:
    found = httpx.get(f"{system.inbox_url}/api/messages", params={"subject": number}, timeout=15).raise_for_status()
    return bool(found.json()["data"])
