from typing import Annotated

from pydantic import Field, StringConstraints

from event_service.events.schemas import EventId
from shared.ids import id_field
from shared.web.wire import Line, Moment, Prose, Request, Response

UpdateId = Annotated[str, id_field("upd"), Field(examples=["upd_0197b2f0c1d27e0f8a5b3c4d5e6f7a8b"])]
Subject = Annotated[Line, StringConstraints(min_length=1, max_length=120), Field(examples=["The north gate is closed"])]
Text = Annotated[
    Prose, StringConstraints(min_length=1, max_length=5_000), Field(examples=["Please come by the south gate."])
]


class UpdateCreate(Request):
    """Words for people: no markup, no links of its own making."""

    subject: Subject
    text: Text


class UpdateRead(Response):
    id: UpdateId
    event_id: EventId
    subject: str
    text: str
    created_at: Moment
