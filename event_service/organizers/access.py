"""Who may manage what: the role says the kind of act, a member's row says on what. An Admin may all."""

from typing import Annotated

from fastapi import Depends
from sqlalchemy import ColumnElement, select, true
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import InstrumentedAttribute

from event_service.organizers.models import Member
from shared import revocations
from shared.errors import Unauthenticated
from shared.identity import LiveCaller, Principal, Role, RoleRequired


def check_role(caller: Principal) -> None:
    if not caller.is_admin and Role.EVENT_CREATOR not in caller.roles:
        raise RoleRequired


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


def managed_by(caller: Principal, organizer_id: InstrumentedAttribute[str]) -> ColumnElement[bool]:
    """The rows of organizers that the caller manages; every query on behalf of a caller carries it."""
    if caller.is_admin:
        return true()
    return organizer_id.in_(select(Member.organizer_id).where(Member.account_id == caller.account_id))
