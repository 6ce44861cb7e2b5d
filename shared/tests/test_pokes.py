"""Pokes in a real broker: the first one at once, those of a rush together."""

import asyncio
import os
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from redis.asyncio import Redis

from shared.message_log import pokes
from shared.message_log.pokes import Poker, sender
from shared.testing.conditions import until

RUSH_SECONDS = 1.5


@pytest_asyncio.fixture
async def broker() -> AsyncIterator[Redis]:
    """Where the subscribers' queues are, empty."""
    broker = Redis.from_url(os.environ["TEST_REDIS_URL"])
    await broker.delete("event", "user", "notification")
    yield broker
    await broker.delete("event", "user", "notification")
    await broker.aclose()


async def _pokes_of_a_rush(broker: Redis) -> int:
    """There is news every millisecond; how many pokes a subscriber gets."""
    loop = asyncio.get_running_loop()
    async with Poker("ticket", sender(os.environ["TEST_REDIS_URL"])).running() as poker:
        ends = loop.time() + RUSH_SECONDS
        while loop.time() < ends:
            poker.poke()
            await asyncio.sleep(0.001)
    return int(await broker.llen("event"))


async def test_each_subscriber_is_poked_as_soon_as_there_is_news(broker: Redis):
    async with Poker("ticket", sender(os.environ["TEST_REDIS_URL"])).running() as poker:
        poker.poke()
        for queue in ("event", "user", "notification"):
            await until(lambda queue=queue: broker.llen(queue))  # type: ignore[misc]  # bound at once


async def test_the_pokes_of_a_rush_are_gathered(broker: Redis):
    assert 1 <= await _pokes_of_a_rush(broker) <= 8


async def test_control_without_longer_pauses_they_are_many(broker: Redis, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(pokes, "LONGEST_PAUSE_SECONDS", pokes.FIRST_PAUSE_SECONDS)
    assert await _pokes_of_a_rush(broker) > 8
