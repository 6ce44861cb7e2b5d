"""Tickets that people wait for. What returns of them is kept from everybody else until it has been offered to them.

An allocation that is awaited is sold out for all but the waitlist, however many of its tickets nobody holds: the condition
stands in the statements and counts that sell (`stock.service`, `stock.locked`).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from ticket_service.stock import sale_status
from ticket_service.stock.models import Allocation


@dataclass(frozen=True)
class AwaitedStock:
    """An event's allocations under their locks."""

    event_id: str
    _by_type: Mapping[str | None, Allocation]

    @classmethod
    async def lock(cls, session: AsyncSession, event_id: str) -> "AwaitedStock":
        """All of them, in the order of their ids."""
        locked = select(Allocation).where(Allocation.event_id == event_id).order_by(Allocation.id).with_for_update()
        rows = await session.execute(locked.execution_options(populate_existing=True))
        return cls(event_id, {allocation.ticket_type_id: allocation for allocation in rows.scalars()})

    @property
    def is_whole_awaited(self) -> bool:
        """Whether what returns to the whole event is kept for who waits."""
        whole = self._by_type.get(None)
        return whole is not None and whole.is_awaited

    def is_sold_out(self, ticket_type_id: str) -> bool:
        """To whoever does not wait for it."""
        drawn_from = self._drawn_from(ticket_type_id)
        return ticket_type_id in self._by_type and any(one.is_awaited or one.available <= 0 for one in drawn_from)

    def can_ever_have(self, ticket_type_id: str, number: int) -> bool:
        return all(number <= one.capacity for one in self._drawn_from(ticket_type_id))

    def has_left(self, ticket_type_id: str, number: int) -> bool:
        """For whoever is the first to wait for it."""
        return all(number <= one.available for one in self._drawn_from(ticket_type_id))

    def lacks_only_the_whole_events(self, ticket_type_id: str, number: int) -> bool:
        return self._by_type[ticket_type_id].available >= number and not self.has_left(ticket_type_id, number)

    def hold(self, ticket_type_id: str, number: int) -> None:
        for allocation in self._drawn_from(ticket_type_id):
            allocation.held += number

    def begin_waiting(self, ticket_type_id: str) -> None:
        """What returns to the type is kept from now on; what returns to the whole event too, while it has nothing left."""
        self._by_type[ticket_type_id].is_awaited = True
        whole = self._by_type.get(None)
        if whole is not None and whole.available <= 0:
            whole.is_awaited = True

    async def set_awaited(self, session: AsyncSession, ticket_type_ids: Iterable[str], *, whole: bool) -> None:
        """Just these types are awaited; the whole event's tickets when somebody lacks nothing else.

        What is not awaited any more is on sale again, which the others are told.
        """
        awaited: set[str | None] = {*ticket_type_ids, *([None] if whole else [])}
        changed = [one for one in self._by_type.values() if one.is_awaited != (one.ticket_type_id in awaited)]
        for allocation in changed:
            allocation.is_awaited = not allocation.is_awaited
        await session.flush()  # the sale status below is computed from the tables
        if changed:
            await sale_status.tell(session, self.event_id)

    def _drawn_from(self, ticket_type_id: str) -> list[Allocation]:
        return [self._by_type[key] for key in (ticket_type_id, None) if key in self._by_type]
