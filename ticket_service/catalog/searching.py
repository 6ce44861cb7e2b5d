"""What organizers look for among the orders and tickets of an event."""

from typing import Annotated

from fastapi import Query

from shared.web.wire import Line

SearchedFor = Annotated[
    Line | None, Query(description="A part of an order's number or of a holder's name.", examples=["Lovelace"])
]
