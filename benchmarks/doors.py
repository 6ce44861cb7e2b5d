"""What letting people in costs: python -m benchmarks.doors

Starts a system of its own, sells tickets, signs their codes with the system's own keys and scans each once.
"""

import argparse
import json
import uuid
from collections.abc import Iterator

from benchmarks import system
from benchmarks.load import Life, once
from benchmarks.measuring import measure, report, say
from benchmarks.sale import orders
from benchmarks.system import Shop
from deploy.demo import Narrator, staff
from deploy.native.stack import Stack
from deploy.people import System
from shared.access.principals import Role
from ticket_service.tickets.codes import Code, code_keys

ACCOUNTS = 2_000


def scans(stack: Stack, shop: Shop, token: str) -> Iterator[Life]:
    keys = code_keys(stack.settings.secrets / "ticket")
    rows = stack.servers.cluster.psql(
        "ticket_db", "-c", "SELECT id, version FROM tickets WHERE status = 'valid' ORDER BY random()"
    )
    for row in rows.splitlines():
        ticket, version = row.split("|")
        code = keys.sign(Code(shop.event_id, f"tkt_{uuid.UUID(ticket).hex}", int(version)))
        scan = {"scan_id": str(uuid.uuid4()), "event_id": shop.event_id, "code": code, "gate": "North"}
        yield once(system.request("POST", "/api/v1/check-ins", shop.host, token, json.dumps(scan).encode()))


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.doors", description=__doc__)
    parser.add_argument("--tickets", type=int, default=10_000)
    parser.add_argument("--connections", type=int, default=64)
    given = parser.parse_args()
    with (
        system.running() as stack,
        system.open_shop(stack, {"name": "Standing", "price": 0, "capacity": 1_000_000}) as shop,
    ):
        people = System(stack.settings.public_url)
        event = shop.organizer.get(f"/events/{shop.event_id}")
        operator = staff(people, shop.organizer, event, Narrator())
        tokens = system.access_tokens(stack, ACCOUNTS)
        buyers = (life for life, _ in zip(orders(tokens, shop), range(given.tickets // 2), strict=False))
        report("selling them", measure(stack, buyers, 600, 128))
        token = system.access_token(stack, operator.account["id"], Role.OPERATOR)
        report("check-ins", measure(stack, scans(stack, shop, token), 240, given.connections))
        counted = "SELECT result, count(*) FROM scans GROUP BY 1"
        say(f"  {stack.servers.cluster.psql('ticket_db', '-c', counted)}")
        people.close()


if __name__ == "__main__":
    main()
