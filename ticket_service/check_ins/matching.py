"""Ticket-user matching: is the person at the door the one whom the ticket belongs to?"""

import unicodedata
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from sqlalchemy import delete, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from shared.messages import Envelope
from shared.messages.auth import AccountClosed, EmailVerified
from shared.persistence.database import among
from ticket_service.check_ins.models import VerifiedAddress
from ticket_service.tickets.models import Ticket


@dataclass(frozen=True)
class Person:
    """Whom the operator sees, as far as they know; what is None is not compared."""

    account_id: str | None = None
    email: str | None = None
    name: str | None = None


def agrees(ticket: Ticket, person: Person, address: str | None) -> bool:
    """Whether everything that is known of the person agrees with the ticket; `address`: what its owner has proven."""
    if person.account_id is not None and person.account_id != ticket.account_id:
        return False
    if person.name is not None and folded(person.name) != folded(ticket.holder_name):
        return False
    return person.email is None or (address is not None and address.casefold() == person.email.casefold())


async def remember_address(session: AsyncSession, message: EmailVerified, _envelope: Envelope) -> None:
    """The listener for EmailVerified."""
    row = insert(VerifiedAddress).values(account_id=message.account_id, email=message.email)
    await session.execute(row.on_conflict_do_update(index_elements=["account_id"], set_={"email": message.email}))


async def forget_address(session: AsyncSession, message: AccountClosed, _envelope: Envelope) -> None:
    """The listener for AccountClosed."""
    await session.execute(delete(VerifiedAddress).where(VerifiedAddress.account_id == message.account_id))


async def find_address(session: AsyncSession, account_id: str) -> str | None:
    """The address that the account has proven to be its own."""
    return (await find_addresses(session, {account_id})).get(account_id)


async def find_addresses(session: AsyncSession, account_ids: Collection[str]) -> Mapping[str, str]:
    rows = await session.execute(select(VerifiedAddress).where(among(VerifiedAddress.account_id, account_ids)))
    return {row.account_id: row.email for row in rows.scalars()}


def folded(name: str) -> str:
    """Names are compared as people read them: without case, accents and doubled spaces."""
    decomposed = unicodedata.normalize("NFKD", name.casefold())
    return " ".join("".join(char for char in decomposed if not unicodedata.combining(char)).split())
