"""The policies of routes for those who manage organizers."""

from typing import Annotated

from fastapi import Depends
from sqlalchemy.ext.asyncio import AsyncSession

from event_service.organizers.authority import check_role
from shared.access import revocations
from shared.access.principals import Principal
from shared.errors import Unauthenticated
from shared.web.identity import LiveCaller


async def check_live_manager(session: AsyncSession, caller: Principal) -> None:
    """For a route that must look before it opens its own transaction: what `Manager` checks."""
    if await revocations.is_revoked(session, caller.session_id):
        raise Unauthenticated
    check_role(caller)


async def _manager(caller: LiveCaller) -> Principal:
    check_role(caller)
    return caller


# A live caller with the role EventCreator, or an Admin.
Manager = Annotated[Principal, Depends(_manager)]
