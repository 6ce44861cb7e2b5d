from typing import Annotated, Literal

from pydantic import Field

from shared.access.principals import Role
from shared.web.wire import Request

GrantedRole = Annotated[
    Literal[Role.ADMIN, Role.EVENT_CREATOR, Role.OPERATOR],
    Field(description="Everybody is a User; these are granted.", examples=["EventCreator"]),
]


class RoleGrant(Request):
    role: GrantedRole
