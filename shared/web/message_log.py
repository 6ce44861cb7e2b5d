"""The route by which subscribers read a service's message log."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response

from shared.message_log import outbox
from shared.message_log.inbox import PAGE
from shared.messages import SUBSCRIBERS
from shared.web.identity import from_service


def router(service: str) -> APIRouter:
    routes = APIRouter(include_in_schema=False, dependencies=[from_service(*SUBSCRIBERS[service])])

    @routes.get("/internal/messages")
    async def read_messages(
        request: Request,
        after: Annotated[int, Query(ge=0)],
        limit: Annotated[int, Query(ge=1, le=PAGE)] = PAGE,
        epoch: UUID | None = None,
    ) -> Response:
        """The messages after a position; from the beginning when the reader knows another epoch of this log."""
        database = request.app.state.runtime.database
        async with database.transaction() as session:
            present_epoch = await outbox.number(session)
        if epoch is not None and epoch != present_epoch:
            after = 0
        async with database.transaction() as session:
            messages = await outbox.read(session, service, after, limit)
        return Response(f'{{"epoch":"{present_epoch}","messages":{messages}}}', media_type="application/json")

    return routes
