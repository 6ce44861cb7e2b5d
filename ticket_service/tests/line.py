"""People who wait in line for tickets of an event that is sold out, and the worker that serves them."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import httpx
from sqlalchemy import select, update

from shared.errors import Unavailable
from shared.persistence.database import Database
from shared.runtime import Runtime
from ticket_service.config import Settings
from ticket_service.stock.models import Allocation
from ticket_service.tests.shop import Buyer, Offered
from ticket_service.tests.till import LONG_AGO
from ticket_service.tests.waiting import until
from ticket_service.waitlist import offering
from ticket_service.waitlist.models import WaitlistEntry


@dataclass
class Line:
    """The waitlists of an event. `owners` have bought its tickets, a hold each."""

    runtime: Runtime[Settings]
    offered: Offered
    holds: list[tuple[Buyer, dict[str, Any]]] = field(default_factory=list)

    @property
    def database(self) -> Database:
        return self.runtime.database

    async def sell_out(self, owner: Buyer, *quantities: int, kind: int = 0) -> None:
        """The owner holds all tickets of the type, in so many holds."""
        for quantity in quantities:
            items = [{"ticket_type_id": self.offered.kinds[kind].ticket_type_id, "quantity": quantity}]
            answer = await owner.post("/holds", {"event_id": self.offered.event_id, "items": items})
            assert answer.status_code == 201, answer.text
            self.holds.append((owner, answer.json()))

    async def give_back(self) -> None:
        """One of the holds is released."""
        owner, hold = self.holds.pop(0)

        async def is_released() -> bool:
            answer = await owner.client.delete(f"/api/v1/holds/{hold['id']}", auth=owner.person)
            assert answer.status_code == 204 or "retry-after" in answer.headers, answer.text
            return answer.status_code == 204

        await until(is_released)

    async def ask_to_join(self, somebody: Buyer, quantity: int = 1, kind: int = 0) -> httpx.Response:
        wish = {"ticket_type_id": self.offered.kinds[kind].ticket_type_id, "quantity": quantity}
        return await somebody.post("/waitlist", wish)

    async def join(self, somebody: Buyer, quantity: int = 1, kind: int = 0) -> dict[str, Any]:
        answer = await self.ask_to_join(somebody, quantity, kind)
        assert answer.status_code == 201, answer.text
        entry: dict[str, Any] = answer.json()
        return entry

    async def serve(self) -> None:
        """One run of the worker's task, which is put off while the database is busy."""

        async def is_served() -> bool:
            with suppress(Unavailable):
                await offering.serve(self.database, self.runtime.settings)
                return True
            return False

        await until(is_served)

    async def offer_runs_out(self, entry: dict[str, Any], moment: datetime = LONG_AGO) -> None:
        """What was accepted or given up meanwhile has no end any more."""
        offer = (WaitlistEntry.id == entry["id"], WaitlistEntry.status == "offered")
        await self.set(update(WaitlistEntry).where(*offer).values(offered_until=moment))

    async def statuses(self, entries: Sequence[dict[str, Any]]) -> list[str]:
        query = select(WaitlistEntry.id, WaitlistEntry.status)
        async with self.database.transaction() as session:
            found = {row.id: str(row.status) for row in await session.execute(query)}
        return [found[entry["id"]] for entry in entries]

    async def is_awaited(self, kind: int | None = 0) -> bool:
        """Whether what returns to the type, or to the whole event, is kept for who waits."""
        of = None if kind is None else self.offered.kinds[kind].ticket_type_id
        query = select(Allocation.is_awaited).where(
            Allocation.event_id == self.offered.event_id, Allocation.ticket_type_id.is_not_distinct_from(of)
        )
        async with self.database.transaction() as session:
            return (await session.execute(query)).scalar_one()

    async def set(self, statement: Any) -> None:
        async with self.database.transaction() as session:
            await session.execute(statement)


async def seen(somebody: Buyer, entry: dict[str, Any]) -> dict[str, Any]:
    """The entry as it is now."""
    answer = await somebody.get(f"/waitlist/{entry['id']}")
    assert answer.status_code == 200, answer.text
    now: dict[str, Any] = answer.json()
    return now


async def accept(somebody: Buyer, entry: dict[str, Any]) -> httpx.Response:
    return await somebody.post(f"/waitlist/{entry['id']}/accept")


async def leave(somebody: Buyer, entry: dict[str, Any]) -> httpx.Response:
    return await somebody.post(f"/waitlist/{entry['id']}/leave")
