"""Figures as server-sent events: the present ones at once, then each change, until the reader goes or may see no more."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from typing import Any

from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from event_service.live.watching import Watched, Watching
from shared.access.principals import Principal
from shared.errors import DomainError

# Gateways and balancers give a stream up that says nothing for 13 s.
BEAT_SECONDS = 10.0
_HEAD = [
    (b"content-type", b"text/event-stream; charset=utf-8"),
    (b"cache-control", b"no-store"),
    (b"x-accel-buffering", b"no"),  # nginx's own word for: pass it on as it comes
]


class LiveFigures(Response):
    """`check` raises a DomainError once the caller may not see the event any more; it is asked at every beat.

    It ends with the caller's token too, and when the process leaves: whoever still watches comes again with another one.
    """

    media_type = "text/event-stream"

    def __init__(
        self,
        watching: Watching,
        event_id: str,
        caller: Principal,
        *,
        check: Callable[[], Awaitable[Any]],
        leaving: asyncio.Event,
    ) -> None:
        super().__init__()
        self._watching, self._event_id, self._caller = watching, event_id, caller
        self._check, self._leaving = check, leaving

    async def __call__(self, _scope: Scope, receive: Receive, send: Send) -> None:
        with self._watching.place(self._caller.account_id):
            async with self._watching.watched(self._event_id) as event:
                await send({"type": "http.response.start", "status": 200, "headers": list(_HEAD)})
                ended = [asyncio.create_task(_gone(receive)), asyncio.create_task(self._leaving.wait())]
                try:
                    await self._tell(event, send, ended)
                finally:
                    for task in ended:
                        task.cancel()
                await send({"type": "http.response.body", "body": b""})

    async def _tell(self, event: Watched, send: Send, ended: list[asyncio.Task[Any]]) -> None:
        shown, beat_at = "", time.monotonic() + BEAT_SECONDS
        while not any(task.done() for task in ended):
            if time.time() >= self._caller.until:
                return
            if event.text != shown:
                shown = event.text
                await _say(send, f"data: {shown}\n\n")
            elif time.monotonic() >= beat_at:
                beat_at = time.monotonic() + BEAT_SECONDS
                if not await self._may_go_on():
                    return
                await _say(send, ": still here\n\n")
            else:
                await self._wait(event, ended, min(beat_at - time.monotonic(), self._caller.until - time.time()))

    async def _wait(self, event: Watched, ended: list[asyncio.Task[Any]], seconds: float) -> None:
        """Until there is something to say, and no longer than so."""
        changed = asyncio.create_task(event.changed.wait())
        try:
            await asyncio.wait([changed, *ended], timeout=max(seconds, 0), return_when=asyncio.FIRST_COMPLETED)
        finally:
            changed.cancel()

    async def _may_go_on(self) -> bool:
        """Not while nobody can tell either: who watches asks again, and is told then."""
        try:
            await self._check()
        except DomainError:
            return False
        return True


async def _say(send: Send, text: str) -> None:
    await send({"type": "http.response.body", "body": text.encode(), "more_body": True})


async def _gone(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass
