from typing import Annotated, Literal

from pydantic import Field

from shared.addresses import Email
from shared.ids import id_field
from shared.web.wire import Moment, Request, Response

StaffId = Annotated[str, id_field("stf"), Field(examples=["stf_0197b2f0c1d27e0f8a5b3c4d5e6f7a8b"])]


class StaffInvite(Request):
    email: Email


class StaffRead(Response):
    id: StaffId
    email: str = Field(examples=["ada@example.org"])
    status: Literal["active", "invited"] = Field(
        description="`invited` for whoever was invited by address: whether an account has it is not told."
    )
    created_at: Moment


class StaffList(Response):
    data: list[StaffRead]
