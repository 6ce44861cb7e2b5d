"""A bound on what runs and waits for one service, so that a slow one cannot take the gateway with it."""

import asyncio


class Full(Exception):
    """Too many wait already, or the wait lasted too long."""


class Bulkhead:
    def __init__(self, *, in_flight: int, waiting: int) -> None:
        self._places = asyncio.Semaphore(in_flight)
        self._most_waiting = waiting
        self.running = 0
        self.waiting = 0

    async def enter(self, until: float) -> None:
        """Takes a place, first come first served. Raises Full when there is none before `until` (the loop's time)."""
        if self._places.locked():
            await self._wait(until)
        else:
            await self._places.acquire()
        self.running += 1

    def leave(self) -> None:
        self.running -= 1
        self._places.release()

    async def _wait(self, until: float) -> None:
        if self.waiting >= self._most_waiting:
            raise Full
        self.waiting += 1
        try:
            async with asyncio.timeout_at(until):
                await self._places.acquire()
        except TimeoutError as error:
            raise Full from error
        finally:
            self.waiting -= 1
