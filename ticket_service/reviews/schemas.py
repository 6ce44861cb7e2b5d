from typing import Annotated

from pydantic import ConfigDict, Field

from shared.web.wire import Line, Request
from ticket_service.reviews.outcomes import Outcome


class ReviewClose(Request):
    """What became of an order that people had to decide about."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"outcome": "refunded", "how": "Bank transfer of 3 May"}]}
    )

    outcome: Outcome = Field(
        description="`refunded`: its money was sent back by hand. `canceled`: none of its money is here."
    )
    how: Annotated[
        Line, Field(min_length=1, description="What was done, for the order's timeline, which the buyer reads too.")
    ]
