"""The transaction of a request: what a route asks for. Workers, which answer nobody, do without this and without FastAPI."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from typing import Annotated

from fastapi import Depends, Request
from sqlalchemy.ext.asyncio import AsyncSession

from shared.persistence.database import Database
from shared.web.direct_routes import RETURNED


async def _transaction(request: Request) -> AsyncIterator[AsyncSession]:
    database: Database = request.app.state.runtime.database
    async with database.transaction() as session:
        yield session


# `scope="function"`: FastAPI's default ends a dependency after the response is sent, and a client would keep a 201 for
# something that was rolled back.
Transaction = Annotated[AsyncSession, Depends(_transaction, scope="function")]


async def begin(request: Request) -> AsyncSession:
    """What `Transaction` gives, for a route that does without one most of the time: each dependency costs each request."""
    database: Database = request.app.state.runtime.database
    stack: AsyncExitStack = request.scope[RETURNED]
    return await stack.enter_async_context(database.transaction())
