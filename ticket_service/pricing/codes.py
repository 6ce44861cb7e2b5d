"""The codes that somebody enters, and whether they are good for what is wanted. How often is counted in `uses`."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from ticket_service.catalog.models import Code
from ticket_service.pricing.errors import CodeDoesNotApply, CodeExpired, CodeNotYetValid, CodeUnknown


class CodeKind(StrEnum):
    DISCOUNT = "discount"
    ACCESS = "access"


@dataclass(frozen=True)
class Entered:
    """What somebody types in: capitals and small letters are the same."""

    discount_code: str | None = None
    access_code: str | None = None

    @property
    def words(self) -> set[str]:
        return {_plain(word) for word in (self.discount_code, self.access_code) if word is not None}


@dataclass(frozen=True)
class Codes:
    """Codes that are good for what is wanted."""

    discount: Code | None = None
    access: Code | None = None

    @property
    def all(self) -> list[Code]:
        """In the order of their locks."""
        return sorted((code for code in (self.discount, self.access) if code is not None), key=lambda code: code.id)

    @property
    def unlocked(self) -> Collection[str]:
        """The types that are not only for others."""
        return () if self.access is None else self.access.ticket_type_ids or ()


async def find(session: AsyncSession, event_id: str, words: Collection[str]) -> Mapping[str, Code]:
    """Those of the event's codes that the words name. Without words nothing is asked."""
    if not words:
        return {}
    rows = await session.execute(select(Code).where(Code.event_id == event_id, Code.code.in_(words)))
    return {code.code: code for code in rows.scalars()}


async def get(session: AsyncSession, event_id: str, word: str, moment: datetime) -> Code:
    """What the word names, of whichever kind and for whichever tickets. Raises CodeUnknown, CodeNotYetValid, CodeExpired."""
    plain = _plain(word)
    code = (await find(session, event_id, {plain})).get(plain)
    if code is None:
        raise CodeUnknown(param="code")
    _require_good_at(code, moment, param="code")
    return code


async def find_unlocked(session: AsyncSession, access_code_id: str | None, moment: datetime) -> Collection[str]:
    """The types that the code still unlocks."""
    code = None if access_code_id is None else await session.get(Code, access_code_id)
    return code.ticket_type_ids or () if code is not None and is_good_at(code, moment) else ()


def check(found: Mapping[str, Code], entered: Entered, ticket_type_ids: Collection[str], moment: datetime) -> Codes:
    """Raises CodeUnknown, CodeNotYetValid, CodeExpired, CodeDoesNotApply."""
    return Codes(
        _check(found, CodeKind.DISCOUNT, entered.discount_code, ticket_type_ids, moment),
        _check(found, CodeKind.ACCESS, entered.access_code, ticket_type_ids, moment),
    )


def is_good_at(code: Code, moment: datetime) -> bool:
    return (code.valid_from is None or code.valid_from <= moment) and (
        code.valid_until is None or moment < code.valid_until
    )


def _check(
    found: Mapping[str, Code], kind: CodeKind, word: str | None, ticket_type_ids: Collection[str], moment: datetime
) -> Code | None:
    if word is None:
        return None
    param, code = f"{kind}_code", found.get(_plain(word))
    if code is None or code.kind != kind:
        raise CodeUnknown(param=param)
    _require_good_at(code, moment, param=param)
    if code.ticket_type_ids is not None and not set(ticket_type_ids) & set(code.ticket_type_ids):
        raise CodeDoesNotApply(param=param)
    return code


def _require_good_at(code: Code, moment: datetime, *, param: str) -> None:
    if code.valid_from is not None and moment < code.valid_from:
        raise CodeNotYetValid(param=param, valid_from=code.valid_from)
    if not is_good_at(code, moment):
        raise CodeExpired(param=param)


def _plain(word: str) -> str:
    return word.strip().upper()
