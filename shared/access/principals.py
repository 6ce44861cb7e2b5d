"""Who asks, as the rules know them; how somebody proves to be one is `identity`'s."""

import math
from dataclasses import dataclass
from enum import StrEnum

from shared.errors import Forbidden


class Role(StrEnum):
    """What kind of act an account may do; on what, a row says."""

    ADMIN = "Admin"
    EVENT_CREATOR = "EventCreator"
    OPERATOR = "Operator"
    USER = "User"


@dataclass(frozen=True)
class Principal:
    """A caller with a valid access token."""

    account_id: str
    session_id: str
    roles: frozenset[str]
    # When the token that proved it ends, in seconds since 1970; who was proven by none has no end.
    until: float = math.inf

    @property
    def is_admin(self) -> bool:
        return Role.ADMIN in self.roles


class RoleRequired(Forbidden):
    detail = "Your account does not have the role that this needs."
