"""What selling costs, through nginx and the gateway: python -m benchmarks.sale

Starts a system of its own. Many buyers place complete free orders of two tickets each: on one hot ticket type, on a
thousand, and on the hot one while each commit takes 5 ms longer. Between them Postgres alone does the same in one
transaction per order. At the end the mails that wait are sent for a while. Ends by itself in a few minutes.
"""

import argparse
import itertools
import json
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

from benchmarks import bare_postgres, system
from benchmarks.load import Life, once
from benchmarks.measuring import drain, measure, report, say
from benchmarks.system import Shop
from deploy.native.services import TICKET
from deploy.native.stack import Stack

ACCOUNTS = 2_000
EVENTS, TYPES = 20, 50
SLOW_COMMIT_MS = 5
QUIET_SECONDS = 20


def orders(tokens: list[str], *shops: Shop) -> Iterator[Life]:
    """Complete orders of two tickets each, every one of another account, over all the ticket types in turn."""
    offers = [(shop, kind) for shop in shops for kind in shop.types]
    for token, (shop, kind) in zip(itertools.cycle(tokens), itertools.cycle(offers), strict=False):
        wish = {
            "event_id": shop.event_id,
            "items": [{"ticket_type_id": kind, "quantity": 2}],
            "holders": [{"ticket_type_id": kind, "name": name} for name in ("Ada Lovelace", "Charles Babbage")],
        }
        yield once(system.request("POST", "/api/v1/orders", shop.host, token, json.dumps(wish).encode()))


@contextmanager
def slow_commits(stack: Stack) -> Iterator[None]:
    """Each commit waits as for a disk in a cloud."""
    for setting, value in (("commit_siblings", 0), ("commit_delay", SLOW_COMMIT_MS * 1_000)):
        stack.servers.cluster.psql("postgres", "-c", f"ALTER SYSTEM SET {setting} = {value}")
    stack.servers.cluster.psql("postgres", "-c", "SELECT pg_reload_conf()")
    yield
    stack.servers.cluster.psql("postgres", "-c", "ALTER SYSTEM RESET ALL")
    stack.servers.cluster.psql("postgres", "-c", "SELECT pg_reload_conf()")


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.sale", description=__doc__)
    parser.add_argument("--seconds", type=float, default=10.0)
    parser.add_argument("--connections", type=int, default=128)
    parser.add_argument("--rounds", type=int, default=3)
    given = parser.parse_args()
    hot, others = {"name": "Hot", "price": 0, "capacity": 1_000_000}, {"price": 0, "capacity": 100_000}
    blocks = [{**others, "name": f"Block {number}"} for number in range(TYPES)]
    with system.running() as stack, ExitStack() as opened:
        shop = opened.enter_context(system.open_shop(stack, hot))
        wide = [opened.enter_context(system.open_shop(stack, *blocks)) for _ in range(EVENTS)]
        tokens = system.access_tokens(stack, ACCOUNTS)

        def run(title: str, *shops: Shop, port: int | None = None) -> None:
            found = measure(stack, orders(tokens, *shops), given.seconds, given.connections, port=port)
            report(title, found)

        for number in range(given.rounds):
            run(f"round {number + 1}, one hot ticket type", shop)
            run("  at the ticket service itself", shop, port=stack.settings.ports.instance_port(TICKET, 0))
            for clients in (16, 64):
                rate = bare_postgres.orders_per_second(stack.servers.cluster, clients, given.seconds / 2)
                say(f"  Postgres alone, one order per transaction, {clients} clients: {rate:.0f}/s")
        with slow_commits(stack):
            run(f"one hot ticket type, each commit {SLOW_COMMIT_MS} ms longer", shop)
        run(f"{EVENTS * TYPES} ticket types of {EVENTS} events", *wide)
        run("one hot ticket type again", shop)
        drain(stack, QUIET_SECONDS)


if __name__ == "__main__":
    main()
