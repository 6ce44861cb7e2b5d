"""The books of the running system: what must agree between orders, tickets, stock, payments and mails."""

import json
from typing import Any

import httpx

from deploy.native.stack import Stack
from tests.flows.oracles import doubled_money, lagging, missing, wrong_mails, wrong_money
from ticket_service.invariants import VIOLATIONS

SERVICES = ("auth", "user", "event", "ticket", "notification")
LISTENERS = ("user", "event", "ticket", "notification")
# Where what clients are told of is kept, by how its ids begin.
KEPT_IN = {"hold": "holds", "ord": "orders", "pay": "payments"}
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
    "receipts that wait": (("ticket",), "SELECT order_id FROM receipt_wishes WHERE state = 'waiting'"),
    "capacities that wait": (("event",), "SELECT ticket_type_id FROM pending_capacities WHERE state = 'waiting'"),
    "roles that wait": (("event",), "SELECT account_id FROM role_grants WHERE state = 'waiting'"),
    "addresses that wait": (("event",), "SELECT id FROM address_lookups WHERE state = 'waiting'"),
    "parked messages": (LISTENERS, "SELECT source, error FROM parked_messages"),
    "pages of messages that wait": (LISTENERS, "SELECT source FROM unfinished_pages"),
    "notifications that are not sent": (
        ("notification",),
        "SELECT id, state FROM notifications WHERE state IN ('waiting', 'dead')",
    ),
    "messages without a position in the log": (SERVICES, "SELECT n FROM outbox WHERE position IS NULL"),
}
# What ends by time alone, in the ticket service: no row once nobody buys any more.
UNEXPIRED = {
    "holds that are active": "SELECT id FROM holds WHERE status = 'active'",
    "orders that are not paid": "SELECT number FROM orders WHERE status = 'pending'",
    "payments that wait": "SELECT id FROM payments WHERE state = 'waiting'",
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
        return [*broken, *self.money_that_disagrees(), *self.money_that_moved_twice()]

    def money_that_disagrees(self) -> list[str]:
        """Orders whose captured minus refunded money at the provider is not what they say; what went by hand stays there."""
        query = """
            SELECT 'ord_' || replace(o.id::text, '-', ''), CASE WHEN paid_at IS NULL THEN
                (SELECT coalesce(sum(p.amount), 0) FROM payments p JOIN payment_operations c ON c.payment_id = p.id
                 WHERE p.order_id = o.id AND c.paid_by_hand IS NOT NULL) ELSE total -
                (SELECT coalesce(sum(amount), 0) FROM refunds r
                 WHERE r.order_id = o.id AND r.status = 'succeeded' AND r.paid_by_hand IS NULL) END
            FROM orders o WHERE total > 0"""
        owed = {order: int(kept) for order, kept in self.rows("ticket", query)}
        groups = self.ledger()["groups"]
        return wrong_money(owed, {order: sums["captured"] - sums["refunded"] for order, sums in groups.items()})

    def money_that_moved_twice(self) -> list[str]:
        query = """
            SELECT 'ord_' || replace(order_id::text, '-', ''), count(*) FROM refunds
            WHERE status = 'succeeded' AND amount > 0 AND paid_by_hand IS NULL GROUP BY order_id"""
        return doubled_money(self.ledger(), dict(self.rows("ticket", query)))

    def wrong_mails(self, most_copies: int) -> list[str]:
        """Paid orders without their confirmation, others with one, and copies beyond what kills explain."""
        query = "SELECT id, status = 'paid' FROM orders WHERE paid_at IS NOT NULL"
        once_paid = dict(self.rows("ticket", query))
        query = """
            SELECT order_id, mail_message_id FROM notifications
            WHERE channel = 'email' AND template = 'order_confirmation'"""
        mails = [(order, message) for order, message in self.rows("notification", query)]
        counts = httpx.get(f"{self._inbox}/api/counts", timeout=15).raise_for_status().json()["data"]
        return wrong_mails(once_paid, mails, {one["message_id"]: one["copies"] for one in counts}, most_copies)

    def ledger(self) -> dict[str, Any]:
        """The provider's own sums by order, in minor units."""
        return self._control("GET", "ledger")

    def plan_faults(self, **plan: Any) -> None:
        """What the provider does wrong from now on; nothing when nothing is said."""
        self._control("POST", "faults", plan)

    def struck(self) -> dict[str, int]:
        """How often each planned fault has."""
        return dict(self._control("GET", "faults")["struck"])

    def settle_debit(self, intent: str) -> None:
        """Lets the bank pay now what it was asked for."""
        self._control("POST", f"payment_intents/{intent}/settle", {"outcome": "succeeded"})

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
        return [*found, *self.unheard()]

    def unheard(self) -> list[str]:
        """Messages that have a position in their log and were not read by everybody."""
        ends = {service: self.rows(service, "SELECT last_position FROM outbox_log")[0][0] for service in SERVICES}
        cursors = {
            (reader, source): position
            for reader in LISTENERS
            for source, position in self.rows(reader, "SELECT source, position FROM message_cursors")
        }
        return lagging(ends, cursors)

    def waiting(self) -> list[str]:
        """What is unfinished, and what ends by time alone: empty long after the last purchase."""
        unexpired = [f"{name}: {rows}" for name, query in UNEXPIRED.items() if (rows := self.rows("ticket", query))]
        return [*unexpired, *self.unfinished()]

    def forgotten(self, ids: set[str]) -> list[str]:
        """Things that somebody was told of and that are not there."""
        kept: set[str] = set()
        for prefix in {id_.partition("_")[0] for id_ in ids}:
            query = f"SELECT '{prefix}_' || replace(id::text, '-', '') FROM {KEPT_IN[prefix]}"
            kept |= {id_ for (id_,) in self.rows("ticket", query)}
        return missing(ids, kept)

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
