"""What the database shows of one event, thing by thing."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

# Names of things by what kind they are; a ticket is called after its order and its place there.
_SEEN = text("""
    SELECT 'uses' AS thing, '' AS id, jsonb_build_array(coalesce(sum(u.used), 0)) AS state
    FROM code_uses u JOIN codes c ON c.id = u.code_id WHERE c.event_id = CAST(:event AS uuid)
    UNION ALL
    SELECT 'allocation', coalesce('tt_' || replace(ticket_type_id::text, '-', ''), 'whole'),
        jsonb_build_array(capacity, held, sold, is_awaited) FROM allocations WHERE event_id = CAST(:event AS uuid)
    UNION ALL
    SELECT 'allowance', 'usr_' || replace(w.account_id::text, '-', '') || ' tt_' || replace(w.ticket_type_id::text, '-', ''),
        jsonb_build_array(used, unpaid)
    FROM allowances w JOIN ticket_types k ON k.id = w.ticket_type_id
    WHERE k.event_id = CAST(:event AS uuid) AND (used > 0 OR unpaid > 0)
    UNION ALL
    SELECT 'hold', 'hold_' || replace(id::text, '-', ''), jsonb_build_array(status, extensions)
    FROM holds WHERE event_id = CAST(:event AS uuid)
    UNION ALL
    SELECT 'order', 'ord_' || replace(id::text, '-', ''), jsonb_build_array(status, total)
    FROM orders WHERE event_id = CAST(:event AS uuid)
    UNION ALL
    SELECT 'ticket', 'ord_' || replace(order_id::text, '-', '') || '/' ||
            (row_number() OVER (PARTITION BY order_id ORDER BY id) - 1),
        jsonb_build_array(status, 'usr_' || replace(account_id::text, '-', ''), version,
            EXISTS (SELECT FROM check_ins c WHERE c.ticket_id = t.id AND c.undone_at IS NULL))
    FROM tickets t WHERE event_id = CAST(:event AS uuid)
    UNION ALL
    SELECT 'refund', 're_' || replace(id::text, '-', ''), jsonb_build_array(status, amount)
    FROM refunds WHERE event_id = CAST(:event AS uuid)
    UNION ALL
    SELECT 'transfer', 'trf_' || replace(id::text, '-', ''), jsonb_build_array(status)
    FROM transfers WHERE event_id = CAST(:event AS uuid)
    UNION ALL
    SELECT 'entry', 'wle_' || replace(id::text, '-', ''),
        jsonb_build_array(status, coalesce(ended_because, ''), row_number() OVER (ORDER BY number))
    FROM waitlist_entries WHERE event_id = CAST(:event AS uuid)""")


async def look(session: AsyncSession, event_id: str, names: Mapping[str, str]) -> dict[str, tuple[Any, ...]]:
    """By the names that the test gave; what has none is called by its id."""
    rows = await session.execute(_SEEN, {"event": event_id.partition("_")[2]})
    seen: dict[str, tuple[Any, ...]] = {}
    for thing, id_, state in rows:
        owner, separator, place = id_.partition("/")
        words = [names.get(word, word) for word in owner.split()]
        name = " ".join(words) + separator + place if id_ else thing
        seen[name] = tuple(names.get(value, value) if isinstance(value, str) else value for value in state)
    return seen
