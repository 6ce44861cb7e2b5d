"""Asks auth for roles until it has granted them."""

from typing import Any

from event_service import asking
from event_service.accounts.models import RoleGrant
from event_service.asking import Hopeless
from shared.peers.calls import CallRefused
from shared.runtime import Runtime


async def grant_due(runtime: Runtime[Any]) -> None:
    """Asks for the roles that are due."""

    async def ask(grant: RoleGrant) -> None:
        path = f"/internal/accounts/{grant.account_id}/roles"
        try:
            await runtime.calls.send("POST", "auth", path, json={"role": grant.role})
        except CallRefused as refusal:
            if refusal.status == 404:
                raise Hopeless("auth does not know the account") from refusal
            raise

    await asking.work_off(runtime.database, RoleGrant, ask)
