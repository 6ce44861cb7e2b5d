from typing import Annotated, Self

from pydantic import Field, StringConstraints, model_validator

from shared.web.wire import Line, Moment, Request

Reason = Annotated[Line, StringConstraints(min_length=1), Field(examples=["The singer has lost her voice."])]


class Cancellation(Request):
    reason: Reason


class Postponement(Request):
    """Why, and the new times if they are known: all three or none."""

    reason: Reason
    doors_at: Moment | None = None
    starts_at: Moment | None = None
    ends_at: Moment | None = None

    @model_validator(mode="after")
    def _all_times_or_none(self) -> Self:
        if len({moment is None for moment in (self.doors_at, self.starts_at, self.ends_at)}) > 1:
            raise ValueError("doors_at, starts_at and ends_at are given together or not at all")
        return self
