"""The stock of events under its locks: what a group of wishes takes is counted here and written once.

The same promises as `stock.service` and `stock.allowances` keep with a statement for each wish; the table's constraint
stands behind both.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from sqlalchemy import ARRAY, Integer, bindparam, column, func, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from shared.persistence import bulk
from shared.persistence.database import among
from ticket_service.catalog.offers import Offer
from ticket_service.stock import allowances, sale_status
from ticket_service.stock.allowances import Key
from ticket_service.stock.errors import SoldOut
from ticket_service.stock.models import Allocation, Allowance

_ADD = """
ON CONFLICT (account_id, ticket_type_id)
DO UPDATE SET used = allowances.used + excluded.used, unpaid = allowances.unpaid + excluded.unpaid
"""


_ID = Allocation.__table__.c.id.type
_TAKEN = (
    func.unnest(
        bindparam("ids", type_=ARRAY(_ID)),
        bindparam("more_held", type_=ARRAY(Integer)),
        bindparam("more_sold", type_=ARRAY(Integer)),
    )
    .table_valued(column("id", _ID), column("held", Integer), column("sold", Integer), name="taken")
    .render_derived()
)
_TAKE = (
    update(Allocation)
    .where(Allocation.id == _TAKEN.c.id)
    .values(held=Allocation.held + _TAKEN.c.held, sold=Allocation.sold + _TAKEN.c.sold)
    .execution_options(synchronize_session=False)
)


@dataclass
class Counted:
    """An allocation as its row is, and what is taken from it beyond that."""

    allocation: Allocation
    held: int = 0
    sold: int = 0

    @property
    def in_use(self) -> int:
        return self.allocation.held + self.allocation.sold + self.held + self.sold

    def has_left(self, number: int) -> bool:
        return self.in_use + number <= self.allocation.capacity and not self.allocation.is_awaited


@dataclass
class LockedStock:
    event_id: str
    _by_type: Mapping[str | None, Counted]
    _used: Counter[Key]
    _unpaid: Counter[Key]
    _taken: Counter[Key] = field(default_factory=Counter, init=False)
    _held: Counter[Key] = field(default_factory=Counter, init=False)

    def take(self, account_id: str, offers: Sequence[Offer], *, sold: bool) -> None:
        """Sells the tickets, or holds them.

        Raises SoldOut, TooManyPerAccount or TooManyUnpaid, and has taken nothing then.
        """
        drawn = list(self._drawn(offers))
        for counted, number, ticket_type_id in drawn:
            if not counted.has_left(number):
                raise SoldOut(ticket_type_id=ticket_type_id)
        for offer in offers:
            self._require_allowed(account_id, offer, unpaid=not sold)
        for counted, number, _ in drawn:
            counted.sold += number if sold else 0
            counted.held += 0 if sold else number
        for offer in offers:
            self._taken[account_id, offer.ticket_type.id] += offer.quantity
            self._held[account_id, offer.ticket_type.id] += 0 if sold else offer.quantity

    @property
    def changed(self) -> Sequence[Counted]:
        return [counted for counted in self._by_type.values() if counted.held or counted.sold]

    @property
    def allowances(self) -> Sequence[Allowance]:
        """What was taken, by account and type."""
        return [
            Allowance(account_id=account, ticket_type_id=kind, used=number, unpaid=self._held[account, kind])
            for (account, kind), number in sorted(self._taken.items())
        ]

    def _drawn(self, offers: Iterable[Offer]) -> Iterable[tuple[Counted, int, str | None]]:
        """Each allocation that the offers draw from, how many tickets, and of which type if it is one type's own."""
        total = 0
        for offer in offers:
            own = self._by_type.get(offer.ticket_type.id)
            if own is None:
                raise SoldOut(ticket_type_id=offer.ticket_type.id)
            total += offer.quantity
            yield own, offer.quantity, offer.ticket_type.id
        whole = self._by_type.get(None)
        if whole is not None:
            yield whole, total, None

    def _require_allowed(self, account_id: str, offer: Offer, *, unpaid: bool) -> None:
        kind, most = offer.ticket_type, offer.ticket_type.max_per_account
        key = (account_id, kind.id)
        if most is not None and self._used[key] + self._taken[key] + offer.quantity > most:
            raise allowances.refusal(kind)
        if unpaid and self._unpaid[key] + self._held[key] + offer.quantity > allowances.most_unpaid(kind):
            raise allowances.refusal_of_unpaid(kind)


async def lock(
    session: AsyncSession,
    event_ids: Collection[str],
    ticket_type_ids: Collection[str],
    account_ids: Collection[str],
    *,
    skip_locked: bool = False,
) -> Mapping[str, LockedStock]:
    """Locks what the types draw from, in the order of ids, then reads what the accounts have of them. Stocks by event.

    With `skip_locked` an event is left out of which somebody else has locked something, instead of being waited for.
    """
    allocations = await _lock_allocations(session, event_ids, ticket_type_ids, skip_locked=skip_locked)
    rows = await session.execute(
        select(Allowance.account_id, Allowance.ticket_type_id, Allowance.used, Allowance.unpaid).where(
            among(Allowance.account_id, account_ids), among(Allowance.ticket_type_id, ticket_type_ids)
        )
    )
    used: Counter[Key] = Counter()
    unpaid: Counter[Key] = Counter()
    for row in rows:
        used[row.account_id, row.ticket_type_id] = row.used
        unpaid[row.account_id, row.ticket_type_id] = row.unpaid
    return {
        event_id: LockedStock(event_id, {one.ticket_type_id: Counted(one) for one in of_event}, used, unpaid)
        for event_id, of_event in allocations.items()
    }


async def _lock_allocations(
    session: AsyncSession, event_ids: Collection[str], ticket_type_ids: Collection[str], *, skip_locked: bool
) -> Mapping[str, Sequence[Allocation]]:
    """By event; an event without any has an empty sequence, one that is left out none."""
    of_types = or_(among(Allocation.ticket_type_id, ticket_type_ids), Allocation.ticket_type_id.is_(None))
    wanted = among(Allocation.event_id, event_ids), of_types
    lock = select(Allocation).where(*wanted).order_by(Allocation.id).with_for_update(skip_locked=skip_locked)
    locked = aliased(Allocation, lock.cte("locked"))
    rows = select(Allocation.event_id, locked).outerjoin(locked, locked.id == Allocation.id).where(*wanted)
    by_event: dict[str, list[Allocation | None]] = {event_id: [] for event_id in event_ids}
    for event_id, allocation in await session.execute(rows):
        by_event[event_id].append(allocation)
    return {event_id: [one for one in of_event if one] for event_id, of_event in by_event.items() if all(of_event)}


async def write(session: AsyncSession, stocks: Iterable[LockedStock]) -> None:
    """Adds what was taken to the stocks, and tells others when that crossed a line; insert the `allowances` too."""
    changed = {stock.event_id: stock.changed for stock in stocks if stock.changed}
    if not changed:
        return
    taken = [one for of_event in changed.values() for one in of_event]
    values = {
        "ids": [one.allocation.id for one in taken],
        "more_held": [one.held for one in taken],
        "more_sold": [one.sold for one in taken],
    }
    await session.execute(_TAKE, values)
    for event_id in sorted(changed):
        if any(_crosses_a_line(counted) for counted in changed[event_id]):
            await sale_status.tell(session, event_id)


def allowances_of(stocks: Iterable[LockedStock]) -> bulk.Insert:
    """What was taken of the stocks, by account and type."""
    return bulk.Insert([allowance for stock in stocks for allowance in stock.allowances], _ADD)


def _crosses_a_line(counted: Counted) -> bool:
    row = counted.allocation
    return sale_status.level_of(row.capacity, row.held + row.sold) != sale_status.level_of(row.capacity, counted.in_use)
