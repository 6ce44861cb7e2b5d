"""Who may manage what: the role says the kind of act, a member's row says on what. An Admin may all."""

from sqlalchemy import ColumnElement, select, true
from sqlalchemy.orm import InstrumentedAttribute

from event_service.organizers.models import Member
from shared.access.principals import Principal, Role, RoleRequired


def has_role(caller: Principal) -> bool:
    return caller.is_admin or Role.EVENT_CREATOR in caller.roles


def check_role(caller: Principal) -> None:
    """Raises RoleRequired."""
    if not has_role(caller):
        raise RoleRequired


def managed_by(caller: Principal, organizer_id: InstrumentedAttribute[str]) -> ColumnElement[bool]:
    """The rows of organizers that the caller manages; every query on behalf of a caller carries it."""
    if caller.is_admin:
        return true()
    return organizer_id.in_(select(Member.organizer_id).where(Member.account_id == caller.account_id))
