"""What must always hold between stock, whoever holds or waits, orders, payments, refunds and tickets.

`python -m ticket_service.invariants`.

Reads one snapshot, changes nothing and waits for nobody, also while tickets are sold. Ends with 1 when a promise is broken.
"""
# ruff: noqa: S608  queries are put together from our own words only

import asyncio
import contextlib
import sys
from collections.abc import AsyncIterator, Mapping, Sequence
from typing import Any

from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncConnection, create_async_engine

from shared.persistence.database import is_passing
from ticket_service.config import settings

MOST_SHOWN = 10
# By whom, of which ticket type and how many: held, and bought.
_CLAIMS = """
    WITH held AS (
        SELECT h.account_id, l.ticket_type_id, l.quantity FROM hold_lines l JOIN holds h ON h.id = l.hold_id
        WHERE h.status = 'active'
        UNION ALL
        SELECT o.account_id, l.ticket_type_id, l.quantity FROM order_lines l JOIN orders o ON o.id = l.order_id
        WHERE o.status IN ('pending', 'capturing', 'expiring')
        UNION ALL
        SELECT account_id, ticket_type_id, quantity FROM waitlist_entries WHERE status = 'offered'
    ), bought AS (
        SELECT o.account_id, t.ticket_type_id FROM tickets t JOIN orders o ON o.id = t.order_id WHERE t.status = 'valid'
    )"""

# Each selects what violates a promise; no row is right.
VIOLATIONS: Mapping[str, str] = {
    "an order is paid without all of its tickets": """
        SELECT o.number FROM orders o WHERE o.status = 'paid' AND
            (SELECT coalesce(sum(quantity), 0) FROM order_lines l WHERE l.order_id = o.id)
            <> (SELECT count(*) FROM tickets t WHERE t.order_id = o.id)""",
    "a ticket belongs to an order that is not paid": """
        SELECT t.id FROM tickets t JOIN orders o ON o.id = t.order_id
        WHERE t.status = 'valid' AND o.status NOT IN ('paid', 'partially_refunded')""",
    "an allocation is oversold": "SELECT id FROM allocations WHERE held + sold > capacity OR held < 0 OR sold < 0",
    "an allocation's sold is not what was sold": _CLAIMS
    + """
        SELECT a.id FROM allocations a LEFT JOIN bought b ON b.ticket_type_id = a.ticket_type_id
        WHERE a.ticket_type_id IS NOT NULL GROUP BY a.id HAVING a.sold <> count(b.ticket_type_id)""",
    "an allocation's held is not what is held": _CLAIMS
    + """
        SELECT a.id FROM allocations a LEFT JOIN held h ON h.ticket_type_id = a.ticket_type_id
        WHERE a.ticket_type_id IS NOT NULL GROUP BY a.id HAVING a.held <> coalesce(sum(h.quantity), 0)""",
    "a whole event's allocation is not the sum of its types'": """
        SELECT a.id FROM allocations a JOIN allocations own ON own.event_id = a.event_id AND own.ticket_type_id IS NOT NULL
        WHERE a.ticket_type_id IS NULL GROUP BY a.id HAVING a.held <> sum(own.held) OR a.sold <> sum(own.sold)""",
    "an account's allowance is not what it has": _CLAIMS
    + """
        SELECT w.account_id, w.ticket_type_id FROM allowances w
        LEFT JOIN (SELECT account_id, ticket_type_id, sum(quantity) AS number FROM held GROUP BY 1, 2) h
            USING (account_id, ticket_type_id)
        LEFT JOIN (SELECT account_id, ticket_type_id, count(*) AS number FROM bought GROUP BY 1, 2) b
            USING (account_id, ticket_type_id)
        WHERE w.unpaid <> coalesce(h.number, 0) OR w.used <> coalesce(h.number, 0) + coalesce(b.number, 0)""",
    "an order is paid and its money was not collected": """
        SELECT o.number FROM orders o WHERE o.total > 0 AND o.status IN ('paid', 'partially_refunded') AND NOT EXISTS
            (SELECT FROM payments p WHERE p.order_id = o.id AND p.status IN ('captured', 'disputed', 'refunded')
             AND p.amount = o.total)""",
    "money was collected for an order that has ended, and does not go back": """
        SELECT o.number FROM orders o JOIN payments p ON p.order_id = o.id
        WHERE o.status IN ('expired', 'canceled') AND p.status = 'captured' AND NOT EXISTS
            (SELECT FROM payment_operations c WHERE c.payment_id = p.id AND c.kind = 'refund'
             AND c.state IN ('waiting', 'done'))""",
    "a payment's refundable is not what is left of it": """
        SELECT p.id FROM payments p WHERE p.status IN ('captured', 'disputed') AND p.refundable <> p.amount -
            (SELECT coalesce(sum(d.withheld), 0) FROM disputes d WHERE d.payment_id = p.id) -
            (SELECT coalesce(sum(r.amount), 0) FROM refunds r
             WHERE r.payment_id = p.id AND r.status IN ('processing', 'succeeded', 'failed'))""",
    # What a bank returned later is `failed`, or has its order in review: people are told of both.
    "a payment counts as refunded and its money did not go back": """
        SELECT o.number FROM payments p JOIN orders o ON o.id = p.order_id
        WHERE p.status = 'refunded' AND o.status <> 'review' AND NOT EXISTS
            (SELECT FROM payment_operations c WHERE c.payment_id = p.id AND c.kind = 'refund'
             AND c.state IN ('waiting', 'done'))
        AND p.amount <>
            (SELECT coalesce(sum(d.withheld), 0) FROM disputes d WHERE d.payment_id = p.id) +
            (SELECT coalesce(sum(r.amount), 0) FROM refunds r
             WHERE r.payment_id = p.id AND r.status IN ('processing', 'succeeded', 'failed'))""",
    "an order's lines are not its total": """
        SELECT o.number FROM orders o LEFT JOIN order_lines l ON l.order_id = o.id
        GROUP BY o.id HAVING o.total <> coalesce(sum(l.total), 0)""",
    "a paid order's tickets did not cost its total": """
        SELECT o.number FROM orders o LEFT JOIN tickets t ON t.order_id = o.id
        WHERE o.status IN ('paid', 'partially_refunded') GROUP BY o.id HAVING o.total <> coalesce(sum(t.price), 0)""",
    "a code's uses are not what uses it": """
        WITH uses AS (
            SELECT access_code_id AS code_id FROM holds WHERE status = 'active'
            UNION ALL
            SELECT unnest(ARRAY[discount_code_id, access_code_id]) FROM orders
            WHERE paid_at IS NOT NULL OR status IN ('pending', 'capturing', 'expiring')
        )
        SELECT c.code_id FROM code_uses c LEFT JOIN uses u USING (code_id)
        GROUP BY c.code_id HAVING c.used <> count(u.code_id)""",
    "a ticket is admitted twice": """
        SELECT ticket_id FROM check_ins WHERE undone_at IS NULL GROUP BY ticket_id HAVING count(*) > 1""",
    "an account waits twice for tickets of a type": """
        SELECT account_id, ticket_type_id FROM waitlist_entries WHERE status IN ('waiting', 'offered')
        GROUP BY account_id, ticket_type_id HAVING count(*) > 1""",
    "tickets that somebody waits for are on sale": """
        SELECT DISTINCT a.id FROM allocations a JOIN waitlist_entries w ON w.ticket_type_id = a.ticket_type_id
        WHERE w.status = 'waiting' AND NOT a.is_awaited""",
    "an offer stands long after its end": """
        SELECT id FROM waitlist_entries
        WHERE status = 'offered' AND offered_until < clock_timestamp() - interval '2 minutes'""",
    "a hold is active long after its end": """
        SELECT id FROM holds WHERE status = 'active' AND expires_at < clock_timestamp() - interval '2 minutes'""",
    # A bank may take days over a debit; its tickets stay held.
    "an order waits long after its end": """
        SELECT o.number FROM orders o WHERE o.status IN ('pending', 'capturing', 'expiring')
            AND o.expires_at < clock_timestamp() - interval '15 minutes'
            AND NOT EXISTS (SELECT FROM payments p WHERE p.order_id = o.id AND p.status = 'processing')""",
}


async def violated(connection: AsyncConnection) -> Mapping[str, Sequence[Sequence[Any]]]:
    """What breaks each promise: rows of ids and numbers, none for a promise that holds."""
    return {name: await _rows(connection, query) for name, query in VIOLATIONS.items()}


async def check() -> Mapping[str, Sequence[Sequence[Any]]]:
    """What breaks each promise now, all in one snapshot."""
    async with _snapshot() as connection:
        return await violated(connection)


async def check_one(promise: str) -> Sequence[Sequence[Any]]:
    """What breaks one of `VIOLATIONS` now."""
    async with _snapshot() as connection:
        return await _rows(connection, VIOLATIONS[promise])


@contextlib.asynccontextmanager
async def _snapshot() -> AsyncIterator[AsyncConnection]:
    engine = create_async_engine(settings().database_url)
    try:
        async with engine.connect() as connection:
            await connection.execute(text("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY"))
            await connection.execute(text("SET LOCAL statement_timeout = 0"))
            yield connection
    finally:
        await engine.dispose()


async def _rows(connection: AsyncConnection, query: str) -> Sequence[Sequence[Any]]:
    return [tuple(row) for row in await connection.execute(text(query))]


def main() -> int:
    try:
        found = asyncio.run(check())
    except (OSError, DBAPIError) as error:
        if not is_passing(error):
            raise
        sys.exit(f"the database does not answer: {error.orig if isinstance(error, DBAPIError) else error}")
    for name, rows in found.items():
        shown = ", ".join(" ".join(map(str, row)) for row in rows[:MOST_SHOWN])
        sys.stdout.write(f"BROKEN  {name}: {len(rows)}, {shown}\n" if rows else f"ok      never: {name}\n")
    return 1 if any(found.values()) else 0


if __name__ == "__main__":
    sys.exit(main())
