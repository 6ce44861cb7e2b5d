"""What may be sent twice is sent twice when that helps, and nothing else is."""

import asyncio

import pytest

from gateway.tests.servers import Gateway
from gateway.tests.services import Answer, Received, Service, answering, hang_up, http
from shared.peers.discovery import registered
from shared.testing.conditions import until
from shared.testing.ports import free_port
from shared.testing.redis_server import HOST

EVENTS = "/api/v1/events"
KEYED = {"Idempotency-Key": "k1"}


def at_first(first: Answer, then: bytes) -> Answer:
    asked = 0

    async def answer(received: Received, writer: asyncio.StreamWriter) -> None:
        nonlocal asked
        asked += 1
        if asked == 1:
            await first(received, writer)
        else:
            writer.write(then)

    return answer


@pytest.mark.parametrize(("method", "headers"), [("GET", {}), ("HEAD", {}), ("POST", KEYED)])
async def test_a_repeatable_request_that_was_broken_off_is_sent_again(
    running: Gateway, method: str, headers: dict[str, str]
):
    service = Service(at_first(hang_up, http(200, b"" if method == "HEAD" else b"ok")))
    async with running.serving(event=service):
        answer = await running.client.request(method, EVENTS, headers=headers, content=b"{}" if headers else None)
        assert answer.status_code == 200
        first, second = service.received
        assert first.body == second.body
        assert [pair for pair in first.headers if pair[0] != "x-time-left"] == [
            pair for pair in second.headers if pair[0] != "x-time-left"
        ]
        assert int(second.header("x-time-left") or 0) < int(first.header("x-time-left") or 0)


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE"])
async def test_control_a_write_without_a_key_is_never_sent_again(running: Gateway, method: str):
    service = Service(at_first(hang_up, http()))
    async with running.serving(event=service):
        answer = await running.client.request(method, EVENTS, content=b"{}")
        assert (answer.status_code, answer.json()["code"]) == (502, "bad_gateway")
        assert "may or may not have happened" in answer.json()["detail"]
        assert int(answer.headers["retry-after"]) >= 1
        assert len(service.received) == 1


@pytest.mark.parametrize("path", ["/api/v1/auth/register", "/api/v1/auth/login", "/api/v1/auth/forgot-password"])
async def test_a_key_that_the_service_ignores_makes_no_write_repeatable(running: Gateway, path: str):
    service = Service(at_first(hang_up, http()))
    async with running.serving(auth=service):
        answer = await running.client.post(path, headers=KEYED, json={})
        assert (answer.status_code, len(service.received)) == (502, 1)


async def test_a_request_is_sent_twice_at_most(running: Gateway):
    service = Service(hang_up)
    async with running.serving(event=service):
        assert (await running.client.get(EVENTS)).status_code == 502
        assert len(service.received) == 2


async def test_an_instance_that_cannot_now_is_spared_and_another_asked(running: Gateway):
    busy, free = Service(answering(http(503, b"{}", "retry-after: 1"))), Service()
    async with running.serving(notification=[busy, free]):
        for _ in range(20):
            assert (await running.client.get("/api/v1/notifications")).status_code == 200
        assert len(busy.received) >= 1
        assert len(free.received) == 20


async def test_an_only_instance_that_cannot_now_is_not_asked_again(running: Gateway):
    busy = Service(answering(http(503, b'{"code":"unavailable"}', "retry-after: 7")))
    async with running.serving(event=busy):
        answer = await running.client.get(EVENTS)
        assert (answer.status_code, answer.json(), answer.headers["retry-after"]) == (503, {"code": "unavailable"}, "7")
        assert len(busy.received) == 1


async def test_other_errors_are_answers_and_not_failures(running: Gateway):
    service = Service(answering(http(500, b"{}")))
    async with running.serving(event=service):
        for _ in range(10):
            assert (await running.client.get(EVENTS)).status_code == 500
        assert len(service.received) == 10
        assert (await running.instances("event"))[service.address]["circuit"] == "closed"


async def test_retries_are_a_tenth_of_the_requests_at_most(running: Gateway):
    """Half of the requests are broken off; far fewer are sent again."""
    asked = 0

    async def every_other(_received: Received, writer: asyncio.StreamWriter) -> None:
        nonlocal asked
        asked += 1
        if asked % 2:
            writer.close()
        else:
            writer.write(http())

    services = [Service(every_other), Service(every_other)]
    async with running.serving(user=services):
        requests = 100
        for _ in range(requests):
            await running.client.get("/api/v1/users/me")
        received = sum(len(service.received) for service in services)
        assert received <= requests * 1.1 + 10


async def test_a_write_that_reached_nobody_is_sent_to_another_instance(running: Gateway):
    living, nobody = Service(is_ready=False), f"{HOST}:{free_port()}"
    async with running.serving(event=living), registered(running.redis, "event", nobody, asyncio.Event()):
        await running.sees("event", nobody, living.address)

        async def none_is_preferred() -> bool:
            return not any(instance["ready"] for instance in (await running.instances("event")).values())

        await until(none_is_preferred)
        statuses = [(await running.client.post(EVENTS, json={})).status_code for _ in range(20)]
        assert statuses == [200] * 20
        assert len(living.received) == 20
        assert (await running.instances("event"))[nobody]["circuit"] == "open"


async def test_a_dead_instance_is_left_out_until_it_is_back(running: Gateway):
    first, second = Service(), Service()
    async with running.serving(event=[first, second]):
        first.is_ready = False

        async def is_left_out() -> bool:
            return not (await running.instances("event"))[first.address]["ready"]

        await until(is_left_out, seconds=10)
        first.received.clear()
        for _ in range(20):
            assert (await running.client.get(EVENTS)).status_code == 200
        assert first.received == []
        first.is_ready = True

        async def is_back() -> bool:
            return bool((await running.instances("event"))[first.address]["ready"])

        await until(is_back, seconds=10)
        for _ in range(40):
            await running.client.get(EVENTS)
        assert first.received
