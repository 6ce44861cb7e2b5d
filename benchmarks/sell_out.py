"""Many more buyers than tickets, each answered: python -m benchmarks.sell_out

Starts a system of its own. Everybody wants one ticket; prints how long it takes until everybody knows, and what was sold.
"""

import argparse
import json
from collections.abc import Iterator

from benchmarks import system
from benchmarks.load import Life, once
from benchmarks.measuring import measure, report, say
from benchmarks.system import Shop


def wishes(tokens: list[str], shop: Shop) -> Iterator[Life]:
    kind = shop.types[0]
    wish = {
        "event_id": shop.event_id,
        "items": [{"ticket_type_id": kind, "quantity": 1}],
        "holders": [{"ticket_type_id": kind, "name": "Ada Lovelace"}],
    }
    body = json.dumps(wish).encode()
    return (once(system.request("POST", "/api/v1/orders", shop.host, token, body)) for token in tokens)


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.sell_out", description=__doc__)
    parser.add_argument("--tickets", type=int, default=1_000)
    parser.add_argument("--buyers", type=int, default=10_000)
    parser.add_argument("--connections", type=int, default=512)
    parser.add_argument("--rounds", type=int, default=3)
    given = parser.parse_args()
    offer = {"name": "Standing", "price": 0, "capacity": given.tickets}
    with system.running() as stack:
        for number in range(given.rounds):
            with system.open_shop(stack, offer) as shop:
                tokens = system.access_tokens(stack, given.buyers)
                found = measure(stack, wishes(tokens, shop), 600, given.connections)
                report(f"round {number + 1}, {given.tickets} tickets for {given.buyers} buyers", found)
                left = "SELECT capacity, held, sold FROM allocations ORDER BY sold DESC LIMIT 1"
                sold = stack.servers.cluster.psql("ticket_db", "-c", left)
                say(f"  capacity|held|sold: {sold}")


if __name__ == "__main__":
    main()
