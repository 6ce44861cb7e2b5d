"""What a paid purchase costs: hold, order, payment, card, until it is paid: python -m benchmarks.purchases

Starts a system of its own, whose payment provider is the stand-in that answers at once.
"""

import argparse
import itertools
import json
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode

from benchmarks import system
from benchmarks.load import Answer, Life
from benchmarks.measuring import ANSWERING, measure, report
from benchmarks.system import Shop

ACCOUNTS = 2_000
LOOKS_AGAIN_SECONDS = 0.2


def purchases(tokens: list[str], shop: Shop) -> Iterator[Life]:
    return (_purchase(token, shop) for token in itertools.cycle(tokens))


def _purchase(token: str, shop: Shop) -> Life:
    kind = shop.types[0]

    def ask(method: str, path: str, body: Any = None) -> bytes:
        written = None if body is None else json.dumps(body).encode()
        return system.request(method, f"/api/v1{path}", shop.host, token, written)

    items = [{"ticket_type_id": kind, "quantity": 1}]
    hold = _good((yield ask("POST", "/holds", {"event_id": shop.event_id, "items": items})))
    holders = [{"ticket_type_id": kind, "name": "Ada Lovelace"}]
    order = _good((yield ask("POST", "/orders", {"hold_id": hold["id"], "holders": holders})))
    payment = _good((yield ask("POST", f"/orders/{order['id']}/payment")))
    _good((yield _card(payment, shop)))
    while order["status"] in {"pending", "capturing"}:
        order = _good((yield ask("GET", f"/orders/{order['id']}")))
        yield LOOKS_AGAIN_SECONDS
    assert order["status"] == "paid", order


def _card(payment: dict[str, Any], shop: Shop) -> bytes:
    """What Stripe's script in the browser sends to Stripe."""
    secret = payment["client_secret"]
    form = urlencode({"client_secret": secret, "payment_method": "pm_card_visa"}).encode()
    path = f"/stand-ins/stripe/v1/payment_intents/{secret.split('_secret_')[0]}/confirm"
    kind = {"Content_Type": "application/x-www-form-urlencoded"}
    return system.request("POST", path, shop.host, payment["publishable_key"], form, **kind)


def _good(answer: Answer) -> Any:
    assert answer.status < 400, answer
    return answer.json()


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.purchases", description=__doc__)
    parser.add_argument("--seconds", type=float, default=10.0)
    parser.add_argument("--connections", type=int, default=64)
    parser.add_argument("--rounds", type=int, default=3)
    given = parser.parse_args()
    with (
        system.running() as stack,
        system.open_shop(stack, {"name": "Standing", "price": 2500, "capacity": 1_000_000}) as shop,
    ):
        tokens = system.access_tokens(stack, ACCOUNTS)
        for number in range(given.rounds):
            found = measure(stack, purchases(tokens, shop), given.seconds, given.connections)
            report(f"round {number + 1}, hold to paid", found, (*ANSWERING, "ticket-worker"))


if __name__ == "__main__":
    main()
