"""Clients that ask again, as they must where somebody may be busy."""

import asyncio
from collections.abc import Awaitable, Callable

import httpx


async def decided(ask: Callable[[], Awaitable[httpx.Response]]) -> httpx.Response:
    """The answer to a request, asked again as long as it is "not now"."""
    while "retry-after" in (answer := await ask()).headers:  # noqa: ASYNC110  another transaction ends
        await asyncio.sleep(0.05)
    return answer
