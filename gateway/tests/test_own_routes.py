"""What the gateway answers itself: one document of all services, the page that shows it, its state, its measurements."""

import asyncio
import json
from typing import Any

import httpx
import orjson
import pytest

from gateway.merging import merged
from gateway.tests.servers import Gateway, gateway
from gateway.tests.services import Received, Service, answering, hang_up, http
from shared.testing.accounts import Person, Signer
from shared.testing.conditions import until
from shared.testing.redis_server import RedisServer

DOCUMENT = {
    "openapi": "3.1.0",
    "info": {"title": "Event service", "version": "1"},
    "paths": {"/api/v1/events": {"get": {"operationId": "list_events", "responses": {}}}},
    "components": {"schemas": {"Event": {"type": "object"}}},
}


def references(value: Any) -> set[str]:
    if isinstance(value, dict):
        own = {value["$ref"]} if isinstance(value.get("$ref"), str) else set()
        return own.union(*(references(inner) for inner in value.values()))
    if isinstance(value, list):
        return set().union(*(references(inner) for inner in value))
    return set()


async def test_the_document_is_of_those_that_answer_and_names_the_others(
    redis: RedisServer, signer: Signer, folder: Any
):
    service = Service(answering(http(200, orjson.dumps(DOCUMENT), "content-type: application/json")))
    broken = Service(answering(http(200, b"{not json")))
    async with (
        gateway(redis.url, signer, folder, {}) as own,
        own.serving(event=service, ticket=broken, user=Service(hang_up)),
    ):
        found = (await own.client.get("/api/openapi.json")).json()
        assert found["openapi"].startswith("3.1")
        assert {"/api/v1/events", "/api/v1/admin/status"} <= set(found["paths"])
        assert found["info"]["description"].endswith("missing here:** auth, notification, ticket, user.")
        asked = len(service.received)
        await own.client.get("/api/openapi.json")
        assert len(service.received) == asked, "it is remembered"
        service.answer = hang_up
        found = (await own.client.get("/api/openapi.json")).json()
        assert "/api/v1/events" in found["paths"], "and shown while its service is away"


async def test_a_service_that_comes_later_is_shown_then(running: Gateway):
    service = Service(answering(http(200, orjson.dumps(DOCUMENT))))
    before = (await running.client.get("/api/openapi.json")).json()
    assert "notification" in before["info"]["description"].partition("missing here")[2]
    async with running.serving(notification=service):
        after = (await running.client.get("/api/openapi.json")).json()
        assert "notification" not in after["info"]["description"].partition("missing here")[2]


def test_the_real_documents_become_one_without_gaps(documents: dict[str, Any]):
    own = {"openapi": "3.1.0", "info": {"title": "x", "version": "1"}, "paths": {}}
    together = merged(own, documents)
    for reference in references(together):
        kind, name = reference.removeprefix("#/components/").split("/")
        assert name in together["components"][kind], reference
    assert set(together["paths"]) == {path for each in documents.values() for path in each["paths"]}
    operations = [
        operation["operationId"]
        for path in together["paths"].values()
        for operation in path.values()
        if "operationId" in operation
    ]
    assert len(operations) == len(set(operations)), "operation ids name one operation each"


async def test_the_page_needs_no_other_host(running: Gateway):
    page = await running.client.get("/api/documentation")
    assert page.status_code == 200
    assert "://" not in page.text
    assert "unsafe" not in page.headers["content-security-policy"].partition("script-src")[2].partition(";")[0]
    for name in ("swagger-ui-bundle.js", "swagger-ui.css", "start.js"):
        assert (await running.client.get(f"/api/documentation/{name}")).status_code == 200


STATUS = "/api/v1/admin/status"


async def test_the_state_is_for_admins_only(running: Gateway, signer: Signer, tmp_path: Any):
    async def asked(auth: httpx.Auth | None) -> int:
        return (await running.client.get(STATUS, auth=auth)).status_code

    assert await asked(None) == 401
    assert await asked(Person(signer)) == 403
    assert await asked(Person(signer, "EventCreator", "Operator")) == 403
    assert await asked(Person(Signer(tmp_path), "Admin")) == 401
    assert await asked(Person(signer, "Admin")) == 200


async def test_the_state_names_services_instances_and_what_they_do(running: Gateway):
    release = asyncio.Event()

    async def slow(_received: Received, writer: asyncio.StreamWriter) -> None:
        await release.wait()
        writer.write(http())

    service = Service(slow)
    async with running.serving(event=service):
        asked = asyncio.create_task(running.client.get("/api/v1/events"))
        while not service.received:  # noqa: ASYNC110  what is waited for is in another process
            await asyncio.sleep(0.01)
        state = await running.status()
        (event,) = [each for each in state["services"] if each["name"] == "event"]
        (ticket,) = [each for each in state["services"] if each["name"] == "ticket"]
        assert (event["available"], event["running"], event["waiting"]) == (True, 1, 0)
        assert event["instances"][0]["address"] == service.address
        assert event["instances"][0]["circuit"] == "closed"
        assert (ticket["available"], ticket["instances"]) == (False, [])
        assert (state["redis"], state["limits"]) == (True, "shared")
        assert f"127.0.0.1:{running.port}" in state["gateways"]
        release.set()
        await asked


async def test_the_state_says_which_code_runs_and_why_an_instance_is_not_ready(running: Gateway):
    service = Service()

    async def instance() -> dict[str, Any]:
        return (await running.instances("event"))[service.address]

    async def has_said_so() -> bool:
        return (await instance())["version"] == "1+a"

    async def is_not_ready() -> bool:
        return not (await instance())["ready"]

    async with running.serving(event=service):
        await until(has_said_so)
        assert (await instance())["reason"] is None
        service.is_ready = False
        await until(is_not_ready)
        assert (await instance())["reason"] == "leaving"
        own = (await running.status())["version"]
        assert (await running.client.get("/health/ready")).json()["version"] == own


async def test_requests_are_measured_by_route_and_never_by_path(running: Gateway):
    async with running.serving(event=Service()):
        await running.client.get("/api/v1/events/evt_secret")
        await running.client.get("/nowhere/evt_secret")
        text = (await running.client.get("/metrics")).text
        assert 'route="/api/v1/events/{event_id}"' in text
        assert 'gateway_upstream_seconds_count{outcome="2xx",route="/api/v1/events/{event_id}",service="event"}' in text
        assert "evt_secret" not in text


async def test_each_request_is_a_line_in_the_log_without_its_query(running: Gateway):
    async def logged() -> list[dict[str, Any]]:
        return [json.loads(each) for each in running.logged().splitlines() if "logged-12345" in each]

    async with running.serving(event=Service()):
        headers = {"X-Request-ID": "logged-12345"}
        await running.client.get("/api/v1/events?email=somebody@example.org", headers=headers)
        (line,) = await until(logged)
        assert (line["route"], line["status"], line["service"]) == ("/api/v1/events", 200, "gateway")
        assert "somebody" not in running.logged()


@pytest.mark.parametrize("path", ["/api/v1/admin/status", "/api/openapi.json", "/health/live"])
async def test_own_routes_refuse_other_methods(running: Gateway, path: str):
    answer = await running.client.delete(path)
    assert (answer.status_code, answer.headers["content-type"]) == (405, "application/problem+json")
