"""What looking costs while others buy: python -m benchmarks.reads

Starts a system of its own. An event's availability and page are read through nginx's one-second cache and past it, alone
and during a rush.
"""

import argparse
import itertools
from concurrent.futures import ThreadPoolExecutor

import uvloop

from benchmarks import system
from benchmarks.load import load, once
from benchmarks.measuring import measure, report, say
from benchmarks.sale import orders
from deploy.native.services import GATEWAY

ACCOUNTS = 500


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.reads", description=__doc__)
    parser.add_argument("--seconds", type=float, default=5.0)
    parser.add_argument("--connections", type=int, default=64)
    given = parser.parse_args()
    with (
        system.running() as stack,
        system.open_shop(stack, {"name": "Hot", "price": 0, "capacity": 1_000_000}) as shop,
        ThreadPoolExecutor(1) as beside,
    ):
        tokens = system.access_tokens(stack, ACCOUNTS)
        gateway = stack.settings.ports.instance_port(GATEWAY, 0)
        paths = {
            "availability": f"/api/v1/events/{shop.event_id}/availability",
            "event page": f"/api/v1/events/{shop.event_id}",
        }
        for is_rush, (what, path) in itertools.product((False, True), paths.items()):
            request = system.request("GET", path, shop.host)
            for where, port in (("through the cache", None), ("past it, at the gateway", gateway)):
                lives = (once(request) for _ in itertools.count())
                if is_rush:
                    rush = load(
                        "127.0.0.1",
                        shop.port,
                        orders(tokens, shop),
                        seconds=given.seconds,
                        connections=given.connections,
                    )
                    buying = beside.submit(uvloop.run, rush)
                found = measure(stack, lives, given.seconds, given.connections, port=port)
                report(f"{what} {where}{' while others buy' if is_rush else ''}", found)
                if is_rush:
                    bought = buying.result()
                    say(f"  meanwhile {bought['lives'] / bought['seconds']:.0f} orders/s, {bought['statuses']}")


if __name__ == "__main__":
    main()
