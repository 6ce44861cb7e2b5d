"""A service that is frozen, dead, failing or slow is answered for quickly, and nobody else notices."""

import asyncio
import os
import signal
import time
from collections.abc import Awaitable

import httpx

from gateway.tests.servers import Gateway, service_process
from gateway.tests.services import Received, Service, answering, http
from shared.testing.conditions import until

EVENTS, ORDERS = "/api/v1/events", "/api/v1/orders"


async def timed(request: Awaitable[httpx.Response]) -> tuple[int, float]:
    started = time.monotonic()
    answer = await request
    return answer.status_code, time.monotonic() - started


async def circuit(running: Gateway, service: str, address: str) -> str:
    return str((await running.instances(service)).get(address, {}).get("circuit"))


async def test_a_frozen_instance_is_given_up_and_comes_back(running: Gateway):
    async with service_process(running.redis, "ticket") as (address, process), running.serving(event=Service()):
        await running.sees("ticket", address)
        assert (await running.client.get(ORDERS)).status_code == 200
        os.kill(process.pid, signal.SIGSTOP)
        try:
            waiting = [asyncio.create_task(timed(running.client.post(ORDERS, json={}))) for _ in range(20)]
            others = [await timed(running.client.get(EVENTS)) for _ in range(50)]
            assert {status for status, _ in others} == {200}
            for status, seconds in await asyncio.gather(*waiting):
                assert status == 504
                assert seconds < 5
            for _ in range(20):
                status, seconds = await timed(running.client.get(ORDERS))
                assert status == 503
                assert seconds < 1
            assert await circuit(running, "ticket", address) == "silent"
        finally:
            os.kill(process.pid, signal.SIGCONT)

        async def is_back() -> bool:
            return (await running.client.get(ORDERS)).status_code == 200

        await until(is_back, seconds=10)
        assert await circuit(running, "ticket", address) == "closed"


async def test_one_frozen_instance_of_two_costs_readers_nothing_but_time(running: Gateway):
    async with (
        service_process(running.redis, "ticket") as (frozen, process),
        service_process(running.redis, "ticket") as (living, _),
    ):
        await running.sees("ticket", frozen, living)
        os.kill(process.pid, signal.SIGSTOP)
        waiting = [asyncio.create_task(timed(running.client.get(ORDERS))) for _ in range(8)]
        for status, seconds in await asyncio.gather(*waiting):
            assert status == 200
            assert seconds < 5
        for _ in range(20):
            status, seconds = await timed(running.client.post(ORDERS, json={}))
            assert status == 200
            assert seconds < 1


async def test_a_killed_instance_of_two_costs_readers_nothing(running: Gateway):
    async with (
        service_process(running.redis, "ticket") as (killed, process),
        service_process(running.redis, "ticket") as (living, _),
    ):
        await running.sees("ticket", killed, living)
        statuses: list[int] = []
        ends = asyncio.Event()

        async def ask() -> None:
            while not ends.is_set():
                statuses.append((await running.client.get(ORDERS)).status_code)

        clients = [asyncio.create_task(ask()) for _ in range(8)]
        await until(lambda: _more_than(statuses, 100))
        process.kill()
        await until(lambda: _more_than(statuses, 400), seconds=30)
        ends.set()
        await asyncio.gather(*clients)
        assert set(statuses) == {200}


async def _more_than(statuses: list[int], count: int) -> bool:
    return len(statuses) > count


async def test_a_failing_instance_is_asked_less_until_it_works_again(running: Gateway):
    service = Service(answering(http(503)))
    async with running.serving(event=service):
        for _ in range(5):
            await running.client.post(EVENTS, json={})
        assert await circuit(running, "event", service.address) == "open"
        asked = len(service.received)
        answers = [await running.client.get(EVENTS) for _ in range(20)]
        assert {answer.status_code for answer in answers} == {503}
        assert {answer.json()["code"] for answer in answers} == {"unavailable"}
        assert all(int(answer.headers["retry-after"]) >= 1 for answer in answers)
        assert len(service.received) - asked <= 2, "trials come every two seconds"
        service.answer = answering(http(200))

        async def works_again() -> bool:
            return (await running.client.get(EVENTS)).status_code == 200

        await until(works_again, seconds=5)
        assert await circuit(running, "event", service.address) == "closed"


async def test_a_service_that_takes_too_long_is_given_up_at_the_deadline(running: Gateway):
    async def never(received: Received, writer: asyncio.StreamWriter) -> None:
        if received.query.get("never"):
            await asyncio.Event().wait()
        writer.write(http())

    service = Service(never)
    async with running.serving(event=service):
        status, seconds = await timed(running.client.post(f"{EVENTS}?never=1", json={}))
        assert status == 504
        assert 9.5 < seconds < 11
        assert (await running.client.get(EVENTS)).status_code == 200
        assert await circuit(running, "event", service.address) == "closed", "it lives, one request is slow"


async def test_more_than_a_service_may_be_asked_at_once_wait_and_the_rest_is_told(bounded: Gateway):
    release = asyncio.Event()
    most = at_once = 0

    async def slow(_received: Received, writer: asyncio.StreamWriter) -> None:
        nonlocal most, at_once
        at_once += 1
        most = max(most, at_once)
        await release.wait()
        at_once -= 1
        writer.write(http())

    async with bounded.serving(event=Service(slow), ticket=Service()):
        asked = [asyncio.create_task(bounded.client.get(EVENTS)) for _ in range(12)]

        async def all_have_come() -> bool:
            (event,) = [each for each in (await bounded.status())["services"] if each["name"] == "event"]
            return bool(event["running"] == 4 and event["waiting"] == 4)

        await until(all_have_come)
        assert (await bounded.client.get(ORDERS)).status_code == 200, "another service has its own places"
        release.set()
        statuses = [(await each).status_code for each in asked]
        assert sorted(statuses) == [200] * 8 + [503] * 4
        assert most == 4
