"""What every door of the system promises: documentation without other hosts, problem documents, security headers."""

import re

import httpx
import pytest

from deploy.native.services import ALL
from deploy.native.stack import Stack
from deploy.people import System

SECURITY_HEADERS = ("x-content-type-options", "referrer-policy", "permissions-policy", "content-security-policy")


@pytest.mark.parametrize("service", ALL, ids=lambda service: service.name)
def test_every_service_documents_itself_without_any_other_host(stack: Stack, service):
    base = stack.address(service)
    page = httpx.get(f"{base}/api/documentation")
    assert page.status_code == 200
    assert re.findall(r'(?:src|href)="(?:https?:)?//', page.text) == []
    for path in re.findall(r'(?:src|href)="([^"]+)"', page.text):
        assert httpx.get(base + path).status_code == 200, path
    document = httpx.get(f"{base}/api/openapi.json").json()
    assert document["openapi"].startswith("3.1")
    operations = [operation for path in document["paths"].values() for operation in path.values()]
    assert all(operation.get("operationId") and operation.get("summary") for operation in operations)
    assert len({operation["operationId"] for operation in operations}) == len(operations)


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/api/v1/nowhere", 404),
        ("GET", "/api/v1/orders", 401),
        ("DELETE", "/api/v1/holds", 405),
        ("GET", "/internal/messages", 404),
        ("GET", "/api/v1/%2e%2e/internal/messages", 400),
        ("GET", "/api/v1/events?limit=1000000", 422),
        ("GET", "/api/v1/events?unknown=1", 422),
        ("TRACE", "/api/v1/events", 405),
        ("POST", "/api/v1/auth/login", 422),
    ],
)
def test_an_error_is_a_problem_document_with_the_security_headers(system: System, method: str, path: str, status: int):
    body = b"{}" if method == "POST" else b""
    answer = httpx.request(method, system.url + path, content=body, headers={"content-type": "application/json"})
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["request_id"] == answer.headers["x-request-id"]
    for name in SECURITY_HEADERS:
        assert answer.headers[name]


def test_a_body_that_is_too_large_is_refused_by_the_front_door(system: System):
    answer = httpx.post(
        f"{system.url}/api/v1/auth/login", content=b"x" * 200_000, headers={"content-type": "application/json"}
    )
    assert (answer.status_code, answer.headers["content-type"]) == (413, "application/problem+json")


def test_internal_routes_are_not_to_be_reached_through_any_public_port(stack: Stack):
    for service in ALL:
        answer = httpx.get(f"{stack.address(service)}/internal/messages?after=0")
        assert answer.status_code == 404, service.name


def test_a_request_id_is_passed_through_all_layers(system: System):
    answer = httpx.get(f"{system.url}/api/v1/events", headers={"X-Request-ID": "flow-test-0001"})
    assert answer.headers["x-request-id"] == "flow-test-0001"
