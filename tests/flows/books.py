"""The books of the running system: what must agree between orders, tickets, stock, payments and mails."""

import json
from typing import Any

import httpx

from deploy.native.stack import Stack

# Each selects what violates a promise; no row is right.
VIOLATIONS = {
    "an order is paid without all of its tickets": """
        SELECT o.number FROM orders o WHERE o.status = 'paid' AND
            (SELECT coalesce(sum(quantity), 0) FROM order_lines l WHERE l.order_id = o.id)
            <> (SELECT count(*) FROM tickets t WHERE t.order_id = o.id)""",
    "a ticket belongs to an order that is not paid": """
        SELECT t.id FROM tickets t JOIN orders o ON o.id = t.order_id
        WHERE t.status = 'valid' AND o.status NOT IN ('paid', 'partially_refunded')""",
    "an allocation's sold is not what was sold": """
        SELECT a.id FROM allocations a WHERE a.ticket_type_id IS NOT NULL AND a.sold <>
            (SELECT count(*) FROM tickets t WHERE t.ticket_type_id = a.ticket_type_id AND t.status = 'valid')""",
    "an allocation's held is not what is held": """
        SELECT a.id FROM allocations a WHERE a.ticket_type_id IS NOT NULL AND a.held <>
            (SELECT coalesce(sum(l.quantity), 0) FROM hold_lines l JOIN holds h ON h.id = l.hold_id
             WHERE h.status = 'active' AND l.ticket_type_id = a.ticket_type_id)
            + (SELECT coalesce(sum(l.quantity), 0) FROM order_lines l JOIN orders o ON o.id = l.order_id
               WHERE o.status IN ('pending', 'capturing', 'expiring') AND l.ticket_type_id = a.ticket_type_id)""",
    "an allocation is oversold": "SELECT id FROM allocations WHERE held + sold > capacity OR held < 0 OR sold < 0",
    "a ticket is admitted twice": """
        SELECT ticket_id FROM check_ins WHERE undone_at IS NULL GROUP BY ticket_id HAVING count(*) > 1""",
}


class Books:
    def __init__(self, stack: Stack) -> None:
        self._stack = stack

    def violations(self) -> list[str]:
        """Every promise that does not hold now, with what breaks it."""
        broken = [f"{name}: {rows}" for name, query in VIOLATIONS.items() if (rows := self.rows("ticket", query))]
        return [*broken, *self.money_that_disagrees()]

    def money_that_disagrees(self) -> list[str]:
        """Orders whose captured minus refunded money at the provider is not what they say."""
        ledger = self.ledger()["groups"]
        rows = self.rows(
            "ticket", "SELECT 'ord_' || replace(id::text, '-', ''), status, total FROM orders WHERE total > 0"
        )
        kept = {order: int(total) if status == "paid" else 0 for order, status, total in rows}
        at_provider = {order: sums["captured"] - sums["refunded"] for order, sums in ledger.items()}
        return [
            f"{order}: {at_provider.get(order, 0)} at the provider, {amount} in the books"
            for order, amount in kept.items()
            if at_provider.get(order, 0) != amount
        ]

    def ledger(self) -> dict[str, Any]:
        """The provider's own sums by order, in minor units."""
        token = self._stack.passwords["stripe_control"]
        url = f"http://127.0.0.1:{self._stack.settings.ports.stripe}/control/ledger"
        answer = httpx.get(url, headers={"Authorization": f"Bearer {token}"}, timeout=15)
        found: dict[str, Any] = answer.raise_for_status().json()
        return found

    def unfinished(self) -> list[str]:
        """What still waits for something; empty when the system has come to rest."""
        queries = {
            "orders": "SELECT status FROM orders WHERE status IN ('capturing', 'expiring')",
            "payment operations": "SELECT id FROM payment_operations WHERE state = 'waiting'",
        }
        found = [f"{name}: {len(rows)}" for name, query in queries.items() if (rows := self.rows("ticket", query))]
        found += [
            f"parked messages of {service}: {rows}"
            for service in ("user", "event", "ticket", "notification")
            if (rows := self.rows(service, "SELECT source, error FROM parked_messages"))
        ]
        if rows := self.rows("notification", "SELECT id FROM notifications WHERE state <> 'sent'"):
            found.append(f"notifications: {len(rows)}")
        return found

    def paid_orders(self) -> set[str]:
        return {number for (number,) in self.rows("ticket", "SELECT number FROM orders WHERE status = 'paid'")}

    def rows(self, service: str, query: str) -> list[list[Any]]:
        """The rows of a query on a service's database, as superuser."""
        aggregated = f"SELECT coalesce(json_agg(row_to_json(q)), '[]') FROM ({query}) q"
        answer = self._stack.servers.cluster.psql(f"{service}_db", "-c", aggregated)
        return [list(row.values()) for row in json.loads(answer)]
