"""Asks auth for roles until it has granted them."""

import asyncio
import contextlib
from datetime import timedelta
from typing import Any

import structlog

from event_service.accounts.models import RoleGrant
from event_service.accounts.service import LEASE
from shared import clock, leases
from shared.calls import CallRefused
from shared.errors import Unavailable
from shared.runtime import Runtime

log = structlog.get_logger()

BATCH = 8
MOST_ATTEMPTS = 100


async def grant_due(runtime: Runtime[Any]) -> None:
    """Asks for the roles that are due."""
    async with runtime.database.transaction() as session:
        claimed = await leases.claim(session, RoleGrant, limit=BATCH, lease=LEASE)
    await asyncio.gather(*(_grant(runtime, grant) for grant in claimed))


async def _grant(runtime: Runtime[Any], claimed: RoleGrant) -> None:
    path = f"/internal/accounts/{claimed.account_id}/roles"
    error: str | None = None
    is_final = False
    try:
        await runtime.calls.send("POST", "auth", path, json={"role": claimed.role})
    except (Unavailable, CallRefused) as refusal:
        error = repr(refusal.__cause__ or refusal)
        is_final = isinstance(refusal, CallRefused) and refusal.status == 404
        log.warning("role_not_granted", account_id=claimed.account_id, role=claimed.role, error=error)
    with contextlib.suppress(leases.LeaseLost):
        async with runtime.database.transaction() as session:
            grant = await leases.get_leased(session, claimed, claimed.id)
            if error is None:
                grant.finish()
            elif is_final:
                grant.give_up("auth does not know the account")
            else:
                moment = await clock.now(session)
                pause, longest = timedelta(seconds=1), timedelta(minutes=5)
                grant.put_off(moment, error, base=pause, cap=longest, most=MOST_ATTEMPTS)
