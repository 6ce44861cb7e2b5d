from pydantic import Field

from shared.web.wire import Count, Response


class CategoryRead(Response):
    """Capitals and small letters are the same in `GET /events?category=`."""

    category: str = Field(examples=["music"])
    events: Count = Field(description="How many have it.", examples=[12])


class CategoryList(Response):
    data: list[CategoryRead]
