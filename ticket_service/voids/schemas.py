from pydantic import Field

from shared.web.wire import Flag, Line, Moment, Request, Response


class VoidCreate(Request):
    reason: Line = Field(min_length=1, description="Shown to whose ticket it is.", examples=["It was sold twice."])
    force: Flag = Field(False, description="Also a ticket that has been admitted.")


class VoidRead(Response):
    """A ticket that has ended. No money has moved: refund an amount of its order for that."""

    ticket_id: str = Field(examples=["tkt_01980000000070008000000000000006"])
    reason: str
    voided_at: Moment
