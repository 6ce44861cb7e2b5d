"""The books of the running system: what must agree between orders, tickets, stock, payments and mails."""

import json
from collections.abc import Mapping
from typing import Any

import httpx

from deploy.native.stack import Stack
from ticket_service.invariants import VIOLATIONS

SERVICES = ("auth", "user", "event", "ticket", "notification")
# What violates a promise in any service; no row is right.
EVERYWHERE = {
    "a key is claimed without an answer": "SELECT key FROM idempotency_keys WHERE status = 0",
}
# What is still to be done, and by which services: no row once the system has come to rest.
UNFINISHED = {
    "orders that wait": (("ticket",), "SELECT number FROM orders WHERE status IN ('capturing', 'expiring')"),
    "payment operations that wait": (("ticket",), "SELECT id FROM payment_operations WHERE state = 'waiting'"),
    "refunds that wait": (("ticket",), "SELECT id FROM refunds WHERE state = 'waiting'"),
    "canceled events whose orders wait": (("ticket",), "SELECT event_id FROM cancellations WHERE state = 'waiting'"),
    "parked messages": (("user", "event", "ticket", "notification"), "SELECT source, error FROM parked_messages"),
    "notifications that are not sent": (
        ("notification",),
        "SELECT id, state FROM notifications WHERE state IN ('waiting', 'dead')",
    ),
    "messages without a position in the log": (SERVICES, "SELECT n FROM outbox WHERE position IS NULL"),
}


class Books:
    def __init__(self, stack: Stack) -> None:
        self._stack = stack
        self._inbox = f"http://127.0.0.1:{stack.settings.ports.inbox}"

    def violations(self) -> list[str]:
        """Every promise that does not hold now, with what breaks it."""
        broken = [f"{name}: {rows}" for name, query in VIOLATIONS.items() if (rows := self.rows("ticket", query))]
        for service in SERVICES:
            for name, query in EVERYWHERE.items():
                if rows := self.rows(service, query):
                    broken.append(f"{service}: {name}: {rows}")
        return [*broken, *self.money_that_disagrees()]

    def money_that_disagrees(self) -> list[str]:
        """Orders whose captured minus refunded money at the provider is not what they say."""
        query = """
            SELECT 'ord_' || replace(o.id::text, '-', ''), CASE WHEN paid_at IS NULL THEN 0 ELSE total -
                (SELECT coalesce(sum(amount), 0) FROM refunds r WHERE r.order_id = o.id AND r.status = 'succeeded') END
            FROM orders o WHERE total > 0"""
        owed = {order: int(kept) for order, kept in self.rows("ticket", query)}
        groups = self.ledger()["groups"]
        return wrong_money(owed, {order: sums["captured"] - sums["refunded"] for order, sums in groups.items()})

    def wrong_mails(self, most_copies: int) -> list[str]:
        """Paid orders without their confirmation, others with one, and copies beyond what kills explain."""
        query = "SELECT id, status = 'paid' FROM orders WHERE paid_at IS NOT NULL"
        once_paid = dict(self.rows("ticket", query))
        query = """
            SELECT order_id, mail_message_id FROM notifications
            WHERE channel = 'email' AND template = 'order_confirmation'"""
        mails = dict(self.rows("notification", query))
        counts = httpx.get(f"{self._inbox}/api/counts", timeout=15).raise_for_status().json()["data"]
        return wrong_mails(once_paid, mails, {one["message_id"]: one["copies"] for one in counts}, most_copies)

    def ledger(self) -> dict[str, Any]:
        """The provider's own sums by order, in minor units."""
        return self._control("GET", "ledger")

    def plan_faults(self, **plan: Any) -> None:
        """What the provider does wrong from now on; nothing when nothing is said."""
        self._control("POST", "faults", plan)

    def _control(self, method: str, path: str, body: Any = None) -> dict[str, Any]:
        token = self._stack.passwords["stripe_control"]
        url = f"http://127.0.0.1:{self._stack.settings.ports.stripe}/control/{path}"
        answer = httpx.request(method, url, json=body, headers={"Authorization": f"Bearer {token}"}, timeout=15)
        found: dict[str, Any] = answer.raise_for_status().json()
        return found

    def unfinished(self) -> list[str]:
        """What still waits for something; empty when the system has come to rest."""
        found = []
        for name, (services, query) in UNFINISHED.items():
            found += [f"{service}: {name}: {rows}" for service in services if (rows := self.rows(service, query))]
        return found

    def paid_orders(self) -> set[str]:
        return {number for (number,) in self.rows("ticket", "SELECT number FROM orders WHERE status = 'paid'")}

    def rows(self, service: str, query: str, planted: str = "") -> list[list[Any]]:
        """The rows of a query on a service's database, as superuser; `planted` is done before it, and taken back."""
        aggregated = f"SELECT coalesce(json_agg(row_to_json(q)), '[]') FROM ({query}) q"
        commands = ["BEGIN", planted, aggregated, "ROLLBACK"] if planted else [aggregated]
        arguments = [argument for command in commands for argument in ("-c", command)]
        answer = self._stack.servers.cluster.psql(f"{service}_db", "-q", *arguments)
        return [list(row.values()) for row in json.loads(answer)]

    def change(self, service: str, statement: str) -> None:
        self._stack.servers.cluster.psql(f"{service}_db", "-q", "-c", statement)


def wrong_money(owed: Mapping[str, int], at_provider: Mapping[str, int]) -> list[str]:
    """By order: what the books say was kept, and what the provider kept. One that only the provider knows owes nothing."""
    return [
        f"{order}: {at_provider.get(order, 0)} at the provider, {owed.get(order, 0)} in the books"
        for order in sorted(owed.keys() | at_provider.keys())
        if at_provider.get(order, 0) != owed.get(order, 0)
    ]


def wrong_mails(
    once_paid: Mapping[str, bool], mails: Mapping[str, str], copies: Mapping[str, int], most_copies: int
) -> list[str]:
    """`once_paid` are the orders that were ever paid, and whether they are still.

    `mails` are the Message-IDs of confirmations by order, `copies` how often each arrived.
    """
    paid = [order for order, is_still in once_paid.items() if is_still]
    found = [f"{order} is paid and nobody was told" for order in paid if not copies.get(mails.get(order, ""))]
    found += [f"{order} was never paid and was confirmed" for order in mails.keys() - once_paid.keys()]
    doubled = sum(copies[message] - 1 for message in mails.values() if copies.get(message, 0) > 1)
    if doubled > most_copies:
        found.append(f"{doubled} copies of confirmations, at most {most_copies} are explained")
    return [
        *found,
        *(f"{message} came {copies[message]} times" for message in mails.values() if copies.get(message, 0) > 3),
    ]
