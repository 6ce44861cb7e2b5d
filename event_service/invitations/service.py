"""Invitations by e-mail address wait for an account that has verified it."""

from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from event_service import asking
from event_service.accounts.models import AddressLookup
from event_service.organizers import members
from event_service.staff import service as staff
from shared.runtime import Runtime


async def accept(session: AsyncSession, email: str, account_id: str) -> None:
    """The account has the address as verified: whatever it was invited to, it now is."""
    address = email.lower()
    await members.accept(session, address, account_id)
    await staff.accept(session, address, account_id)


async def look_up_due(runtime: Runtime[Any]) -> None:
    """Asks auth for the accounts of invited addresses. Whoever has none is heard of later, by EmailVerified."""

    async def ask(lookup: AddressLookup) -> str | None:
        found = await runtime.calls.get("auth", "/internal/accounts", params={"email": lookup.email})
        return next((str(account["id"]) for account in found["data"] if account["email_verified"]), None)

    async def record(session: AsyncSession, lookup: AddressLookup, account_id: str | None) -> None:
        if account_id is not None:
            await accept(session, lookup.email, account_id)

    await asking.work_off(runtime.database, AddressLookup, ask, record)
