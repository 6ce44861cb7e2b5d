"""Counts the uses of codes: one conditional statement per code, in the order of their ids, before any stock is locked."""

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Protocol

from sqlalchemy import ColumnElement, case, func, or_, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from ticket_service.catalog.models import Code
from ticket_service.pricing.errors import CodeExhausted, CodeUsedByAccount
from ticket_service.pricing.models import AccountCodeUses, CodeUses


class Claim(Protocol):
    """A hold or an order."""

    account_id: str

    @property
    def code_ids(self) -> Sequence[str]:
        """The codes of which it is a use."""


async def set_limit(session: AsyncSession, code_id: str, max_uses: int | None) -> None:
    """How often the code may be used, from now on; what has been used stays used until it is given back."""
    row = insert(CodeUses).values(code_id=code_id, wished_uses=max_uses, max_uses=max_uses, used=0)
    wished = row.excluded.wished_uses
    kept = case((wished.is_(None), None), else_=func.greatest(wished, CodeUses.used))
    limits = {"wished_uses": wished, "max_uses": kept}
    await session.execute(row.on_conflict_do_update(index_elements=[CodeUses.code_id], set_=limits))


async def take(session: AsyncSession, account_id: str, codes: Iterable[Code]) -> None:
    """One use of each code. Raises CodeExhausted or CodeUsedByAccount; then nothing of the transaction may be kept."""
    for code in codes:
        await _take(session, account_id, code.id, most=code.max_per_account, param=f"{code.kind}_code")


async def take_again(session: AsyncSession, claim: Claim) -> None:
    """What the claim had given back, whatever an account may use now. Raises CodeExhausted."""
    for code_id in sorted(claim.code_ids):
        await _take(session, claim.account_id, code_id, most=None, param=None)


async def give_back(session: AsyncSession, claims: Iterable[Claim]) -> None:
    """The uses of several claims together."""
    by_account = Counter((code_id, claim.account_id) for claim in claims for code_id in claim.code_ids)
    by_code: Counter[str] = Counter()
    for (code_id, _), number in by_account.items():
        by_code[code_id] += number
    for code_id, number in sorted(by_code.items()):
        fewer = update(CodeUses).where(CodeUses.code_id == code_id).values(used=CodeUses.used - number)
        await session.execute(fewer.execution_options(synchronize_session=False))
    for (code_id, account_id), number in sorted(by_account.items()):
        of_account = AccountCodeUses.code_id == code_id, AccountCodeUses.account_id == account_id
        less = update(AccountCodeUses).where(*of_account).values(used=AccountCodeUses.used - number)
        await session.execute(less.execution_options(synchronize_session=False))


async def require_left(
    session: AsyncSession, account_id: str | None, codes: Iterable[Code], *, param: str | None = None
) -> None:
    """Whether each code could be used now; nothing is taken. Raises CodeExhausted or CodeUsedByAccount.

    `param` says where the request names the code, if not by its kind.
    """
    for code in codes:
        named = param or f"{code.kind}_code"
        left = select(CodeUses.code_id).where(CodeUses.code_id == code.id, _has_left())
        if (await session.execute(left)).first() is None:
            raise CodeExhausted(param=named)
        if account_id is None or code.max_per_account is None:
            continue
        used = await session.get(AccountCodeUses, (code.id, account_id))
        if used is not None and used.used >= code.max_per_account:
            raise CodeUsedByAccount(param=named)


async def _take(session: AsyncSession, account_id: str, code_id: str, *, most: int | None, param: str | None) -> None:
    taken = update(CodeUses).where(CodeUses.code_id == code_id, _has_left()).values(used=CodeUses.used + 1)
    taken = taken.returning(CodeUses.used).execution_options(synchronize_session=False)
    if (await session.execute(taken)).first() is None:
        raise CodeExhausted(param=param)
    row = insert(AccountCodeUses).values(code_id=code_id, account_id=account_id, used=1)
    counted = row.on_conflict_do_update(
        index_elements=[AccountCodeUses.code_id, AccountCodeUses.account_id],
        set_={"used": AccountCodeUses.used + 1},
        where=None if most is None else AccountCodeUses.used < most,
    ).returning(AccountCodeUses.used)
    if (await session.execute(counted)).first() is None:
        raise CodeUsedByAccount(param=param)


def _has_left() -> ColumnElement[bool]:
    """The condition on which every use rests."""
    return or_(CodeUses.wished_uses.is_(None), CodeUses.used + 1 <= CodeUses.wished_uses)
