import asyncio
from collections.abc import Awaitable, Callable


async def until(condition: Callable[[], Awaitable[bool]]) -> None:
    """Asks again and again; the test's own time limit bounds it."""
    while True:
        if await condition():
            return
        await asyncio.sleep(0.1)
