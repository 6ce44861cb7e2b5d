"""Takes from stock and puts back: one conditional statement per allocation, several in the order of their ids."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sqlalchemy import ColumnElement, and_, or_, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from shared.errors import NotFound
from shared.ids import new_id
from shared.message_log import outbox
from shared.messages.ticket import AllocationChanged
from ticket_service.stock import sale_status
from ticket_service.stock.errors import CapacityBelowSold, SoldOut
from ticket_service.stock.models import Allocation

# Tickets by ticket type.
Quantities = Mapping[str, int]


@dataclass(frozen=True)
class _Change:
    """What one ticket does to the counters of an allocation."""

    held: int
    sold: int


async def sell(session: AsyncSession, event_id: str, quantities: Quantities) -> None:
    """Sells what nobody holds. Raises SoldOut when one of the allocations has too few left; then nothing of the transaction
    may be kept.
    """
    await _change(session, event_id, quantities, _Change(held=0, sold=1))


async def sell_held(session: AsyncSession, event_id: str, quantities: Quantities) -> None:
    await _change(session, event_id, quantities, _Change(held=-1, sold=1))


async def release(session: AsyncSession, held: Iterable[tuple[str, Quantities]]) -> None:
    """What was held of the events, which come in the order of their ids, is on sale again.

    The others are told when everything is locked: who sells tickets of several events does it in that order too.
    """
    change = _Change(held=-1, sold=0)
    crossed = [
        event_id for event_id, quantities in held if await _crosses_a_line(session, event_id, quantities, change)
    ]
    for event_id in crossed:
        await sale_status.tell(session, event_id)


async def return_sold(session: AsyncSession, event_id: str, quantities: Quantities) -> None:
    """What was sold is on sale again."""
    await _change(session, event_id, quantities, _Change(held=0, sold=-1))


async def open_allocation(session: AsyncSession, event_id: str, ticket_type_id: str | None, capacity: int) -> None:
    """Opens the type's own allocation, or the whole event's before anything of it is sold.

    One that is open keeps its capacity: it is ours from then on.
    """
    opened = (
        insert(Allocation)
        .values(id=new_id("alc"), event_id=event_id, ticket_type_id=ticket_type_id, capacity=capacity)
        .on_conflict_do_nothing()
        .returning(Allocation)
    )
    allocation = (await session.execute(opened)).scalar()
    if allocation is not None:
        await _tell_capacity(session, allocation)


async def set_capacity(session: AsyncSession, event_id: str, ticket_type_id: str, capacity: int) -> Allocation:
    """Sets the capacity of a type. Raises CapacityBelowSold; the same capacity changes nothing."""
    await session.execute(
        insert(Allocation)
        .values(id=new_id("alc"), event_id=event_id, ticket_type_id=ticket_type_id, capacity=0)
        .on_conflict_do_nothing()
    )
    return await _set_capacity(session, event_id, ticket_type_id, capacity)


async def set_overall_capacity(session: AsyncSession, event_id: str, capacity: int) -> Allocation:
    """Sets the capacity of a whole event that was opened with one.

    Raises NotFound for another: orders that run at this moment would not count against it. Raises CapacityBelowSold.
    """
    return await _set_capacity(session, event_id, None, capacity)


async def _set_capacity(session: AsyncSession, event_id: str, ticket_type_id: str | None, capacity: int) -> Allocation:
    of_type = Allocation.ticket_type_id.is_not_distinct_from(ticket_type_id)
    found = select(Allocation).where(Allocation.event_id == event_id, of_type).with_for_update()
    allocation = (await session.execute(found, execution_options={"populate_existing": True})).scalar_one_or_none()
    if allocation is None:
        raise NotFound
    if capacity < allocation.held + allocation.sold:
        raise CapacityBelowSold(sold=allocation.sold, held=allocation.held)
    if capacity != allocation.capacity:
        allocation.capacity = capacity
        allocation.version += 1
        await session.flush()  # the sale status below is computed from the tables
        await _tell_capacity(session, allocation)
        await sale_status.tell(session, event_id)
    return allocation


async def _tell_capacity(session: AsyncSession, allocation: Allocation) -> None:
    await outbox.add(
        session,
        AllocationChanged(
            event_id=allocation.event_id,
            ticket_type_id=allocation.ticket_type_id,
            capacity=allocation.capacity,
            sold=allocation.sold,
            version=allocation.version,
        ),
    )


async def _change(session: AsyncSession, event_id: str, quantities: Quantities, change: _Change) -> None:
    if await _crosses_a_line(session, event_id, quantities, change):
        await sale_status.tell(session, event_id)


async def _crosses_a_line(session: AsyncSession, event_id: str, quantities: Quantities, change: _Change) -> bool:
    """Changes the counters. Whether the others are to be told of it. Raises SoldOut."""
    levels_crossed = False
    for allocation_id, ticket_type_id in await _drawn_from(session, event_id, quantities):
        number = quantities[ticket_type_id] if ticket_type_id else sum(quantities.values())
        taken = (change.held + change.sold) * number
        after = await _change_one(session, allocation_id, change, number, taken)
        if after is None:
            raise SoldOut(ticket_type_id=ticket_type_id)
        capacity, in_use = after
        levels_crossed |= sale_status.level_of(capacity, in_use - taken) != sale_status.level_of(capacity, in_use)
    return levels_crossed


async def _drawn_from(session: AsyncSession, event_id: str, quantities: Quantities) -> list[tuple[str, str | None]]:
    """The allocations that the types draw from, in the order of their locks. Raises SoldOut when a type has none."""
    of_types = or_(Allocation.ticket_type_id.in_(quantities), Allocation.ticket_type_id.is_(None))
    rows = await session.execute(
        select(Allocation.id, Allocation.ticket_type_id)
        .where(Allocation.event_id == event_id, of_types)
        .order_by(Allocation.id)
    )
    found = [(row.id, row.ticket_type_id) for row in rows]
    missing = set(quantities) - {ticket_type_id for _, ticket_type_id in found}
    if missing:
        raise SoldOut(ticket_type_id=min(missing))
    return found


async def _change_one(
    session: AsyncSession, allocation_id: str, change: _Change, number: int, taken: int
) -> tuple[int, int] | None:
    """The allocation's capacity and use after the change; None when it does not have that many left."""
    statement = (
        update(Allocation)
        .where(Allocation.id == allocation_id)
        .values(held=Allocation.held + change.held * number, sold=Allocation.sold + change.sold * number)
        .returning(Allocation.capacity, Allocation.held + Allocation.sold)
        .execution_options(synchronize_session=False)
    )
    if taken > 0:
        statement = statement.where(_has_left(taken))
    row = (await session.execute(statement)).first()
    return None if row is None else (row[0], row[1])


def _has_left(number: int) -> ColumnElement[bool]:
    """The condition on which every sale rests. What people wait for is offered to them first."""
    return and_(Allocation.held + Allocation.sold + number <= Allocation.capacity, Allocation.is_awaited.is_(False))
