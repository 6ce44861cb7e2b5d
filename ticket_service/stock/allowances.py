"""How many tickets of a type one account may have, over all its holds and orders, and how many of them unpaid.

One conditional statement decides.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from sqlalchemy import ColumnElement, and_, bindparam, select, true, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from ticket_service.catalog.models import TicketType
from ticket_service.catalog.offers import Offer
from ticket_service.stock.errors import TooManyPerAccount, TooManyUnpaid
from ticket_service.stock.models import Allowance

# An account and a ticket type.
Key = tuple[str, str]

MOST_UNPAID = 50


def most_unpaid(kind: TicketType) -> int:
    """How many tickets of the type one account can keep from the others without paying. One order is always possible."""
    return max(MOST_UNPAID, kind.max_per_order)


async def use(session: AsyncSession, account_id: str, offers: Iterable[Offer], *, unpaid: bool) -> None:
    """Counts the tickets for the account. Raises TooManyPerAccount or TooManyUnpaid when they are more than it may have."""
    for offer in sorted(offers, key=lambda offer: offer.ticket_type.id):
        kind, number = offer.ticket_type, offer.quantity
        if kind.max_per_account is not None and number > kind.max_per_account:
            raise refusal(kind)
        row = insert(Allowance).values(
            account_id=account_id, ticket_type_id=kind.id, used=number, unpaid=number if unpaid else 0
        )
        sums = {name: getattr(Allowance, name) + row.excluded[name] for name in ("used", "unpaid")}
        counted = row.on_conflict_do_update(
            index_elements=[Allowance.account_id, Allowance.ticket_type_id],
            set_=sums,
            where=and_(*_conditions(kind, sums, unpaid=unpaid)),
        ).returning(Allowance.used)
        if (await session.execute(counted)).first() is None:
            raise await _refused(session, account_id, offer)


def _conditions(
    kind: TicketType, sums: Mapping[str, ColumnElement[int]], *, unpaid: bool
) -> Iterator[ColumnElement[bool]]:
    yield true()
    if kind.max_per_account is not None:
        yield sums["used"] <= kind.max_per_account
    if unpaid:
        yield sums["unpaid"] <= most_unpaid(kind)


async def _refused(session: AsyncSession, account_id: str, offer: Offer) -> TooManyPerAccount | TooManyUnpaid:
    """Which of the two limits has decided."""
    kind = offer.ticket_type
    row = await session.get_one(Allowance, (account_id, kind.id), populate_existing=True)
    is_limited = kind.max_per_account is not None and row.used + offer.quantity > kind.max_per_account
    return refusal(kind) if is_limited else refusal_of_unpaid(kind)


async def require(session: AsyncSession, account_id: str, kinds: Sequence[TicketType]) -> None:
    """Raises TooManyPerAccount when the account has more than its limit, which may have been lowered since."""
    rows = await session.execute(
        select(Allowance.ticket_type_id, Allowance.used).where(
            Allowance.account_id == account_id, Allowance.ticket_type_id.in_([kind.id for kind in kinds])
        )
    )
    used = {row.ticket_type_id: row.used for row in rows}
    for kind in kinds:
        if kind.max_per_account is not None and used.get(kind.id, 0) > kind.max_per_account:
            raise refusal(kind)


async def require_left(session: AsyncSession, account_id: str, offer: Offer) -> None:
    """Raises TooManyPerAccount when the account could not have so many more. Nothing is counted."""
    kind = offer.ticket_type
    row = await session.get(Allowance, (account_id, kind.id))
    if kind.max_per_account is not None and (row.used if row else 0) + offer.quantity > kind.max_per_account:
        raise refusal(kind)


async def give_back(session: AsyncSession, unpaid: Mapping[Key, int]) -> None:
    """Uncounts unpaid tickets."""
    await _uncount(session, unpaid, "used", "unpaid")


async def mark_paid(session: AsyncSession, unpaid: Mapping[Key, int]) -> None:
    """The account keeps the tickets."""
    await _uncount(session, unpaid, "unpaid")


async def return_paid(session: AsyncSession, paid: Mapping[Key, int]) -> None:
    """The account has the tickets no longer that it had paid."""
    await _uncount(session, paid, "used")


async def _uncount(session: AsyncSession, numbers: Mapping[Key, int], *columns: str) -> None:
    if not numbers:
        return
    table = Allowance.__table__.c
    fewer = (
        update(Allowance)
        .where(table.account_id == bindparam("account"), table.ticket_type_id == bindparam("kind"))
        .values({name: table[name] - bindparam("number") for name in columns})
    )
    connection = await session.connection()
    await connection.execute(
        fewer,
        [
            {"account": account_id, "kind": ticket_type_id, "number": number}
            for (account_id, ticket_type_id), number in sorted(numbers.items())
        ],
    )


def refusal(kind: TicketType) -> TooManyPerAccount:
    return TooManyPerAccount(ticket_type_id=kind.id, max_per_account=kind.max_per_account)


def refusal_of_unpaid(kind: TicketType) -> TooManyUnpaid:
    return TooManyUnpaid(ticket_type_id=kind.id, most_unpaid=most_unpaid(kind))
