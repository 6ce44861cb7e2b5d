"""The uses of codes under their locks: what a group of wishes uses is counted here and written once, as stock is."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field

from sqlalchemy import bindparam, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from shared.persistence import bulk
from ticket_service.catalog.models import Code
from ticket_service.pricing.errors import CodeExhausted, CodeUsedByAccount
from ticket_service.pricing.models import AccountCodeUses, CodeUses

# A code and an account.
Key = tuple[str, str]

_ADD = "ON CONFLICT (code_id, account_id) DO UPDATE SET used = account_code_uses.used + excluded.used"


@dataclass
class LockedUses:
    _rows: Mapping[str, CodeUses]
    _by_account: Counter[Key]
    _taken: Counter[Key] = field(default_factory=Counter, init=False)
    _of_code: Counter[str] = field(default_factory=Counter, init=False)

    @classmethod
    def of_no_codes(cls) -> "LockedUses":
        return cls({}, Counter())

    @classmethod
    async def lock(cls, session: AsyncSession, codes: Iterable[Code], account_ids: Collection[str]) -> "LockedUses":
        """Locks the codes' rows in the order of their ids, before any stock is. Without codes nothing is asked."""
        code_ids = {code.id for code in codes}
        if not code_ids:
            return cls.of_no_codes()
        locked = select(CodeUses).where(CodeUses.code_id.in_(code_ids)).order_by(CodeUses.code_id).with_for_update()
        rows = (await session.execute(locked)).scalars().all()
        used = await session.execute(
            select(AccountCodeUses.code_id, AccountCodeUses.account_id, AccountCodeUses.used).where(
                AccountCodeUses.code_id.in_(code_ids), AccountCodeUses.account_id.in_(account_ids)
            )
        )
        return cls({row.code_id: row for row in rows}, Counter({(row[0], row[1]): row[2] for row in used}))

    def require(self, account_id: str, codes: Iterable[Code]) -> None:
        """Raises CodeExhausted or CodeUsedByAccount."""
        for code in codes:
            if not self.has_left(code.id):
                raise CodeExhausted(param=f"{code.kind}_code")
            key = (code.id, account_id)
            if code.max_per_account is not None and self._by_account[key] + self._taken[key] >= code.max_per_account:
                raise CodeUsedByAccount(param=f"{code.kind}_code")

    def take(self, account_id: str, codes: Iterable[Code]) -> None:
        """One use of each, after `require`."""
        for code in codes:
            self._taken[code.id, account_id] += 1
            self._of_code[code.id] += 1

    def has_left(self, code_id: str) -> bool:
        row = self._rows.get(code_id)
        return row is not None and (row.wished_uses is None or row.used + self._of_code[code_id] < row.wished_uses)

    async def write(self, session: AsyncSession) -> None:
        """Adds what was taken to the rows."""
        if not self._taken:
            return
        table = CodeUses.__table__.c
        added = update(CodeUses).where(table.code_id == bindparam("of")).values(used=table.used + bindparam("more"))
        connection = await session.connection()
        await connection.execute(
            added, [{"of": code_id, "more": number} for code_id, number in sorted(self._of_code.items())]
        )
        rows = [
            AccountCodeUses(code_id=code_id, account_id=account_id, used=number)
            for (code_id, account_id), number in sorted(self._taken.items())
        ]
        await bulk.insert(session, rows, on_conflict=_ADD)
