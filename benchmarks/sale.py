"""What selling costs, through nginx and the gateway: python -m benchmarks.sale

Starts a system of its own, lets many buyers place complete free orders of two tickets on one hot ticket type, and prints
orders per second, how long buyers waited, and the processor time of each part per order. Ends by itself in a minute or two.
"""

import argparse
import itertools
import json
import sys
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

import uvloop

from benchmarks import system
from benchmarks.load import load
from deploy.demo import Narrator, new_event, organize, wait_for_sale
from deploy.native.stack import Stack
from deploy.people import System

ACCOUNTS = 2_000
# What the buyer waits for; copies, mails and PDFs are made afterwards.
ANSWERING = ("nginx", "gateway", "ticket", "postgres ticket", "postgres itself", "valkey")


def orders(tokens: list[str], event_id: str, kinds: list[str], host: str) -> Iterator[bytes]:
    """Complete orders of two tickets each, every one of another account, over the ticket types in turn."""
    for token, kind in zip(itertools.cycle(tokens), itertools.cycle(kinds), strict=False):
        wish = {
            "event_id": event_id,
            "items": [{"ticket_type_id": kind, "quantity": 2}],
            "holders": [{"ticket_type_id": kind, "name": name} for name in ("Ada Lovelace", "Charles Babbage")],
        }
        yield system.post("/orders", token, json.dumps(wish).encode(), host)


def measure(stack: Stack, requests: Iterator[bytes], seconds: float, connections: int) -> dict[str, Any]:
    """The load's figures, and the milliseconds of processor time per answered request by part."""
    where = urlsplit(stack.settings.public_url)
    before = system.processor_seconds(stack)
    found = uvloop.run(load("127.0.0.1", where.port or 80, requests, seconds=seconds, connections=connections))
    after = system.processor_seconds(stack)
    answered = sum(found["statuses"].values())
    found["per_second"] = answered / found["seconds"]
    found["cost_ms"] = {part: (after[part] - before.get(part, 0.0)) / answered * 1e3 for part in after}
    return found


def report(title: str, found: dict[str, Any]) -> None:
    cost = found["cost_ms"]
    until_answer = sum(cost.get(part, 0.0) for part in ANSWERING)
    lines = [
        f"{title}: {found['per_second']:.0f}/s, answers {found['statuses']}",
        f"  buyers waited p50 {found['p50_ms']:.0f} ms, p95 {found['p95_ms']:.0f} ms, p99 {found['p99_ms']:.0f} ms",
        f"  processor time until the answer {until_answer:.2f} ms: "
        + ", ".join(f"{part} {cost[part]:.2f}" for part in ANSWERING if part in cost),
        "  afterwards: "
        + ", ".join(f"{part} {ms:.2f}" for part, ms in cost.items() if part not in ANSWERING and ms >= 0.01),
    ]
    sys.stdout.write("\n".join([*lines, ""]))
    sys.stdout.flush()


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.sale", description=__doc__)
    parser.add_argument("--seconds", type=float, default=10.0)
    parser.add_argument("--connections", type=int, default=128)
    parser.add_argument("--rounds", type=int, default=3)
    given = parser.parse_args()
    with system.running() as stack:
        people = System(stack.settings.public_url)
        organizer, _ = organize(people, Narrator())
        event, types = new_event(organizer, {"name": "Free", "price": 0, "capacity": 1_000_000})
        wait_for_sale(organizer, event["id"])
        people.close()
        tokens = system.access_tokens(stack, ACCOUNTS)
        host = urlsplit(stack.settings.public_url).netloc
        for number in range(given.rounds):
            requests = orders(tokens, event["id"], [types[0]["id"]], host)
            found = measure(stack, requests, given.seconds, given.connections)
            report(f"round {number + 1}, one hot ticket type", found)


if __name__ == "__main__":
    main()
