from pydantic import Field

from shared.web.wire import Moment, Name, Request


class Duplication(Request):
    """What differs from the event that is copied."""

    title: Name | None = Field(None, examples=["Jazz at the Mill, second night"])
    starts_at: Moment | None = Field(None, description="All other moments move along with it.")
