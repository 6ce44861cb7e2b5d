"""An event's stock under its locks: what a group of wishes takes is counted here and written once.

The same promises as `stock.service` and `stock.allowances` keep with a statement for each wish; the table's constraint
stands behind both.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from sqlalchemy import bindparam, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

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

    @classmethod
    async def lock(
        cls, session: AsyncSession, event_id: str, ticket_type_ids: Collection[str], account_ids: Collection[str]
    ) -> "LockedStock":
        """Locks what the types draw from, in the order of ids, then reads what the accounts have of them."""
        of_types = or_(among(Allocation.ticket_type_id, ticket_type_ids), Allocation.ticket_type_id.is_(None))
        locked = select(Allocation).where(Allocation.event_id == event_id, of_types).order_by(Allocation.id)
        allocations = (await session.execute(locked.with_for_update())).scalars().all()
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
        counted = {allocation.ticket_type_id: Counted(allocation) for allocation in allocations}
        return cls(event_id, counted, used, unpaid)

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

    async def write(self, session: AsyncSession) -> None:
        """Adds what was taken to the stock, and tells others when that crossed a line; insert the `allowances` too."""
        changed = [counted for counted in self._by_type.values() if counted.held or counted.sold]
        if not changed:
            return
        table = Allocation.__table__.c
        added = (
            update(Allocation)
            .where(table.id == bindparam("of"))
            .values(held=table.held + bindparam("more_held"), sold=table.sold + bindparam("more_sold"))
        )
        connection = await session.connection()
        await connection.execute(
            added,
            [{"of": one.allocation.id, "more_held": one.held, "more_sold": one.sold} for one in changed],
        )
        if any(_crosses_a_line(counted) for counted in changed):
            await sale_status.tell(session, self.event_id)

    @property
    def allowances(self) -> bulk.Insert:
        """What was taken, by account and type."""
        used = [
            Allowance(account_id=account, ticket_type_id=kind, used=number, unpaid=self._held[account, kind])
            for (account, kind), number in sorted(self._taken.items())
        ]
        return bulk.Insert(used, _ADD)

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


def _crosses_a_line(counted: Counted) -> bool:
    row = counted.allocation
    return sale_status.level_of(row.capacity, row.held + row.sold) != sale_status.level_of(row.capacity, counted.in_use)
