"""What a service gets of a request and a client of the answer: everything that is theirs, and nothing that is forged."""

import asyncio

import httpx
import pytest

from gateway.tests.servers import Gateway
from gateway.tests.services import Received, Service, answering, http

EVENTS = "/api/v1/events"


async def test_a_request_arrives_as_it_was_sent(running: Gateway, event: Service):
    answer = await running.client.post(
        f"{EVENTS}?q=a%20b&q=%C3%BC",
        json={"title": "x"},
        headers={"Idempotency-Key": "k1", "Accept-Language": "de"},
    )
    assert answer.status_code == 200
    (received,) = event.received
    assert (received.method, received.path, received.body) == ("POST", EVENTS, b'{"title":"x"}')
    assert received.query["q"] == "a b"
    assert received.header("idempotency-key") == "k1"
    assert received.header("accept-language") == "de"
    assert received.header("content-type") == "application/json"
    assert received.header("content-length") == "13"


async def test_what_a_client_says_about_itself_is_not_passed_on(running: Gateway, event: Service):
    forged = {
        "X-User-Id": "usr_1",
        "X-User-Roles": "Admin",
        "X-Internal-Caller": "event",
        "X_User_Id": "usr_1",
        "Forwarded": "for=1.2.3.4",
        "X-Real-IP": "1.2.3.4",
        "X-Forwarded-Port": "1",
        "X-Time-Left": "99999999999",
        "Via": "1.1 x",
        "TE": "trailers",
        "Proxy-Authorization": "Basic eA==",
        "Keep-Alive": "timeout=99",
        "Connection": "keep-alive, X-Named",
        "X-Named": "1",
        "X-Kept": "1",
    }
    await running.client.get(EVENTS, headers=forged)
    (received,) = event.received
    names = {name for name, _ in received.headers}
    expected = {
        "host",
        "x-kept",
        "x-request-id",
        "traceparent",
        "x-time-left",
        "accept",
        "accept-encoding",
        "user-agent",
    }
    assert names == expected | {"x-forwarded-for", "x-forwarded-proto", "x-forwarded-host"}
    assert received.header("x-forwarded-host") == f"127.0.0.1:{running.port}"
    assert 9_000 < int(received.header("x-time-left") or 0) <= 10_000


async def test_the_load_balancers_word_about_the_client_is_taken(running: Gateway, event: Service):
    said = {"X-Forwarded-For": "198.51.100.9, 203.0.113.7", "X-Forwarded-Proto": "https"}
    await running.client.get(EVENTS, headers=said)
    (received,) = event.received
    assert received.header("x-forwarded-for") == "203.0.113.7"
    assert received.header("x-forwarded-proto") == "https"


async def test_a_request_keeps_its_id_and_its_trace(running: Gateway, event: Service):
    trace = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"
    answer = await running.client.get(EVENTS, headers={"X-Request-ID": "abcdef-12345", "traceparent": trace})
    (received,) = event.received
    assert received.header("x-request-id") == answer.headers["x-request-id"] == "abcdef-12345"
    assert (received.header("traceparent") or "")[:36] == trace[:36]
    assert received.header("traceparent") != trace


async def test_an_answer_comes_back_as_it_was_given(running: Gateway, event: Service):
    given = http(
        201, b"made", "content-type: text/plain", "location: /x", "set-cookie: a=1", "set-cookie: b=2", 'etag: "1"'
    )
    event.answer = answering(given)
    answer = await running.client.post(EVENTS, json={})
    assert (answer.status_code, answer.text, answer.headers["location"]) == (201, "made", "/x")
    assert answer.headers.get_list("set-cookie") == ["a=1", "b=2"]
    assert answer.headers["etag"] == '"1"'


async def test_what_a_service_may_not_say_is_not_passed_on(running: Gateway, event: Service):
    given = http(
        200,
        b"{}",
        "server: x",
        "date: yesterday",
        "x-request-id: other",
        "access-control-allow-origin: *",
        "ratelimit: x",
        "connection: x-named",
        "x-named: 1",
        "x-internal-cost: 3",
        "cache-control: public, max-age=1",
    )
    event.answer = answering(given)
    answer = await running.client.get(EVENTS)
    names = [name for name, _ in answer.headers.raw]
    assert len(names) == len(set(names)), "a header came twice"
    assert not {b"server", b"access-control-allow-origin", b"x-named", b"x-internal-cost"} & set(names)
    assert answer.headers["x-request-id"].startswith("req_")
    assert answer.headers["cache-control"] == "public, max-age=1"
    assert answer.headers["date"] != "yesterday"


@pytest.mark.parametrize(
    "path", [EVENTS, "/api/v1/orders", "/nowhere", "/api/v1/events;x", "/api/documentation", "/health/live"]
)
async def test_every_answer_carries_the_security_headers(running: Gateway, event: Service, path: str):
    answer = await running.client.get(path)
    for name in ("permissions-policy", "cross-origin-opener-policy", "content-security-policy", "x-request-id"):
        assert name in answer.headers
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["referrer-policy"] == "strict-origin-when-cross-origin"
    assert "cache-control" in answer.headers
    if answer.status_code >= 400:
        assert answer.headers["content-type"] == "application/problem+json"
        assert answer.json()["request_id"] == answer.headers["x-request-id"]


async def test_the_answer_to_head_has_the_head_of_get(running: Gateway, event: Service):
    given = b"HTTP/1.1 200 OK\r\ncontent-length: 500\r\ncontent-type: text/plain\r\n\r\n"
    event.answer = answering(given)
    for _ in range(3):
        answer = await running.client.head(EVENTS)
        assert (answer.status_code, answer.headers["content-length"], answer.content) == (200, "500", b"")


async def test_connections_to_an_instance_are_used_again(running: Gateway, event: Service):
    for _ in range(20):
        await running.client.get(EVENTS)
    connections = {received.connection for received in event.received}
    assert len(connections) <= 2, "one, and another where the question for readiness was in the way"


async def test_a_service_that_nobody_runs_is_unavailable(running: Gateway):
    answer = await running.client.get("/api/v1/orders")
    assert (answer.status_code, answer.json()["code"]) == (503, "unavailable")
    assert int(answer.headers["retry-after"]) >= 1


async def test_payments_have_more_time_than_the_rest(running: Gateway):
    service = Service()
    async with running.serving(ticket=service):
        await running.client.post("/api/v1/orders/ord_1/payment", json={})
        (received,) = service.received
        assert 11_000 < int(received.header("x-time-left") or 0) <= 12_000


async def test_what_is_internal_has_no_route(running: Gateway, event: Service):
    for path in (
        "/internal/messages",
        "/api/v1/../internal/messages",
        "/%69nternal/messages",
        "/Internal/messages",
    ):
        answer = await running.client.get(httpx.URL(str(running.client.base_url), raw_path=path.encode()))
        assert answer.status_code in {400, 404}
    assert event.received == []


async def test_one_slow_request_does_not_hold_up_another(running: Gateway, event: Service):
    release = asyncio.Event()

    async def slow_at_first(received: Received, writer: asyncio.StreamWriter) -> None:
        if received.query.get("slow"):
            await release.wait()
        writer.write(http())

    event.answer = slow_at_first
    slow = asyncio.create_task(running.client.get(f"{EVENTS}?slow=1"))
    assert (await running.client.get(EVENTS)).status_code == 200
    assert not slow.done()
    release.set()
    assert (await slow).status_code == 200


async def test_listed_origins_may_read_answers_and_others_may_not(running: Gateway, event: Service):
    for path, status in ((EVENTS, 200), ("/api/v1/orders", 503), ("/nowhere", 404)):
        answer = await running.client.get(path, headers={"Origin": "https://shop.example"})
        assert answer.status_code == status
        assert answer.headers["access-control-allow-origin"] == "https://shop.example"
        assert "access-control-allow-credentials" not in answer.headers
        assert answer.headers["vary"] == "Origin"
    for origin in ("https://evil.example", "null", "https://shop.example.evil.example", "http://shop.example"):
        answer = await running.client.get(EVENTS, headers={"Origin": origin})
        assert "access-control-allow-origin" not in answer.headers


async def test_a_listed_origin_may_ask_before_it_sends(running: Gateway):
    asked = {"Origin": "https://shop.example", "Access-Control-Request-Method": "POST"}
    answer = await running.client.options("/api/v1/auth/login", headers=asked)
    assert answer.status_code == 204
    assert "POST" in answer.headers["access-control-allow-methods"]
    assert "Idempotency-Key" in answer.headers["access-control-allow-headers"]
    assert answer.headers["access-control-allow-credentials"] == "true"
    other = await running.client.options("/api/v1/auth/login", headers={**asked, "Origin": "https://evil.example"})
    assert "access-control-allow-methods" not in other.headers
