"""Makes the receipts that somebody waits for, each in a transaction of its own: numbers are locked briefly."""

import time
from datetime import timedelta

from shared.persistence.database import Database
from shared.persistence.leases import claim, get_leased
from ticket_service.receipts import service as receipts
from ticket_service.receipts.models import ReceiptWish
from ticket_service.sales.settlement import guarded

BATCH = 20
LEASE = timedelta(seconds=30)
LONGEST_RUN_SECONDS = 10.0


async def make_due(database: Database) -> None:
    """Works until nothing is due, or for so long that the worker's other tasks get their turn."""
    started = time.monotonic()
    while time.monotonic() - started < LONGEST_RUN_SECONDS:
        async with database.transaction() as session:
            due = await claim(session, ReceiptWish, limit=BATCH, lease=LEASE)
        if not due:
            return
        for wish in due:
            await guarded(_make(database, wish), wish.order_id)


async def _make(database: Database, leased: ReceiptWish) -> None:
    async with database.transaction() as session:
        wish = await get_leased(session, leased, leased.order_id)
        await receipts.make(session, wish.order_id)
        wish.finish()
