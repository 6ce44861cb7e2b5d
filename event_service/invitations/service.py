"""Invitations by e-mail address wait for an account that has verified it."""

import asyncio
import contextlib
from datetime import timedelta
from typing import Any

import structlog
from sqlalchemy.ext.asyncio import AsyncSession

from event_service.accounts.models import AddressLookup
from event_service.accounts.service import LEASE
from event_service.organizers import members
from event_service.staff import service as staff
from shared import clock, leases
from shared.calls import CallRefused
from shared.errors import Unavailable
from shared.runtime import Runtime

log = structlog.get_logger()

BATCH = 8
MOST_ATTEMPTS = 100


async def accept(session: AsyncSession, email: str, account_id: str) -> None:
    """The account has the address as verified: whatever it was invited to, it now is."""
    address = email.lower()
    await members.accept(session, address, account_id)
    await staff.accept(session, address, account_id)


async def look_up_due(runtime: Runtime[Any]) -> None:
    """Asks auth for the accounts of invited addresses. Whoever has none is heard of later, by EmailVerified."""
    async with runtime.database.transaction() as session:
        claimed = await leases.claim(session, AddressLookup, limit=BATCH, lease=LEASE)
    await asyncio.gather(*(_look_up(runtime, lookup) for lookup in claimed))


async def _look_up(runtime: Runtime[Any], claimed: AddressLookup) -> None:
    account_id: str | None = None
    error: str | None = None
    try:
        account_id = await _verified_account(runtime, claimed.email)
    except (Unavailable, CallRefused) as refusal:
        error = repr(refusal.__cause__ or refusal)
        log.warning("address_not_looked_up", lookup_id=claimed.id, error=error)
    with contextlib.suppress(leases.LeaseLost):
        async with runtime.database.transaction() as session:
            lookup = await leases.get_leased(session, claimed, claimed.id)
            if error is not None:
                moment = await clock.now(session)
                pause, longest = timedelta(seconds=1), timedelta(minutes=5)
                lookup.put_off(moment, error, base=pause, cap=longest, most=MOST_ATTEMPTS)
                return
            lookup.finish()
            if account_id is not None:
                await accept(session, claimed.email, account_id)


async def _verified_account(runtime: Runtime[Any], email: str) -> str | None:
    """Raises Unavailable, CallRefused."""
    found = await runtime.calls.get("auth", "/internal/accounts", params={"email": email})
    return next((str(account["id"]) for account in found["data"] if account["email_verified"]), None)
