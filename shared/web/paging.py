"""Which page of a list a request asks for."""

from typing import Annotated

from fastapi import Depends, Query

from shared.web.pagination import Paging


async def _paging(
    limit: Annotated[int, Query(ge=1, le=100)] = 20,
    after: Annotated[str | None, Query(max_length=500)] = None,
) -> Paging:
    return Paging(limit, after)


PagingQuery = Annotated[Paging, Depends(_paging)]
