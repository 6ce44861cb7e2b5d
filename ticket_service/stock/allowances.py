"""How many tickets of a type one account may have, over all its holds and orders. One conditional statement decides."""

from collections.abc import Iterable, Mapping, Sequence

from sqlalchemy import select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from ticket_service.catalog.models import TicketType
from ticket_service.catalog.offers import Offer
from ticket_service.stock.errors import TooManyPerAccount
from ticket_service.stock.models import Allowance


async def use(session: AsyncSession, account_id: str, offers: Iterable[Offer]) -> None:
    """Counts the tickets for the account. Raises TooManyPerAccount when a type's limit does not allow them."""
    for offer in sorted(offers, key=lambda offer: offer.ticket_type.id):
        most = offer.ticket_type.max_per_account
        if most is not None and offer.quantity > most:
            raise _refusal(offer.ticket_type)
        row = insert(Allowance).values(account_id=account_id, ticket_type_id=offer.ticket_type.id, used=offer.quantity)
        total = Allowance.used + row.excluded.used
        counted = row.on_conflict_do_update(
            index_elements=[Allowance.account_id, Allowance.ticket_type_id],
            set_={"used": total},
            where=None if most is None else total <= most,
        ).returning(Allowance.used)
        if (await session.execute(counted)).first() is None:
            raise _refusal(offer.ticket_type)


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
            raise _refusal(kind)


async def give_back(session: AsyncSession, used: Mapping[tuple[str, str], int]) -> None:
    """Uncounts tickets, by account and ticket type."""
    for (account_id, ticket_type_id), quantity in sorted(used.items()):
        await session.execute(
            update(Allowance)
            .where(Allowance.account_id == account_id, Allowance.ticket_type_id == ticket_type_id)
            .values(used=Allowance.used - quantity)
            .execution_options(synchronize_session=False)
        )


def _refusal(kind: TicketType) -> TooManyPerAccount:
    return TooManyPerAccount(ticket_type_id=kind.id, max_per_account=kind.max_per_account)
