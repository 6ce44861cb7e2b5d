"""The table says whose path it is, agrees with what the services say themselves, and never routes what is internal."""

from typing import Any

import orjson
import pytest

from gateway import claims
from gateway.routes import FILE, PAYMENT_SECONDS, SECONDS, Table
from shared.web.bodies import IMAGE_LIMIT, JSON_LIMIT


def table(paths: dict[str, list[str]]) -> Table:
    return Table({service: dict.fromkeys(own, ()) for service, own in paths.items()})


TABLE = table(
    {
        "event": [
            "/api/v1/events",
            "/api/v1/events/by-slug/{slug}",
            "/api/v1/events/{event_id}",
            "/api/v1/events/{event_id}/image",
            "/api/v1/events/{event_id}/ticket-types/{ticket_type_id}",
        ],
        "ticket": [
            "/api/v1/events/{event_id}/availability",
            "/api/v1/orders/{order_id}/payment",
            "/api/v1/tickets/{ticket_id}",
            "/api/v1/tickets/{ticket_id}.pdf",
            "/api/v1/tickets/{ticket_id}/qr.svg",
        ],
        "auth": ["/api/v1/auth/login", "/api/v1/auth/me"],
    }
)


@pytest.mark.parametrize(
    ("path", "service", "route"),
    [
        ("/api/v1/events", "event", "/api/v1/events"),
        ("/api/v1/events/evt_1", "event", "/api/v1/events/{event_id}"),
        ("/api/v1/events/by-slug/x", "event", "/api/v1/events/by-slug/{slug}"),
        ("/api/v1/events/by-slug", "event", "/api/v1/events/{event_id}"),
        ("/api/v1/events/by-slug/availability", "event", "/api/v1/events/by-slug/{slug}"),
        ("/api/v1/events/evt_1/availability", "ticket", "/api/v1/events/{event_id}/availability"),
        ("/api/v1/tickets/tkt_1", "ticket", "/api/v1/tickets/{ticket_id}"),
        ("/api/v1/tickets/tkt_1.pdf", "ticket", "/api/v1/tickets/{ticket_id}.pdf"),
        ("/api/v1/tickets/.pdf", "ticket", "/api/v1/tickets/{ticket_id}"),
        ("/api/v1/tickets/tkt_1/qr.svg", "ticket", "/api/v1/tickets/{ticket_id}/qr.svg"),
    ],
)
def test_a_path_is_found_where_it_belongs(path: str, service: str, route: str):
    found = TABLE.match(path)
    assert found is not None
    assert (found.service, found.path) == (service, route)


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "",
        "/api/v1",
        "/api/v1/",
        "/api/v1/events/",
        "/api/v1/events/evt_1/",
        "/api/v1/events//availability",
        "/api/v1/events/evt_1/nothing",
        "/api/v1/Events",
        "/api/v1/events/evt_1/availability/more",
        "/internal",
        "/internal/messages",
        "/api/v1/internal/messages",
        "/health/live",
        "/metrics",
        "/api/openapi.json",
    ],
)
def test_a_path_that_nobody_claims_has_no_route(path: str):
    assert TABLE.match(path) is None


def test_what_a_path_is_decides_how_it_is_passed_on():
    payment, image = TABLE.match("/api/v1/orders/ord_1/payment"), TABLE.match("/api/v1/events/evt_1/image")
    login, usual = TABLE.match("/api/v1/auth/login"), TABLE.match("/api/v1/auth/me")
    assert payment
    assert image
    assert login
    assert usual
    assert (payment.seconds, usual.seconds) == (PAYMENT_SECONDS, SECONDS)
    assert (image.body_limit, usual.body_limit) == (IMAGE_LIMIT, JSON_LIMIT)
    assert (image.is_image, login.limit, usual.is_image, usual.limit) == (True, "sign-in", False, "caller")


@pytest.mark.parametrize(
    "paths",
    [
        {"event": ["/api/v1/events"], "ticket": ["/api/v1/events"]},
        {"event": ["/api/v1/events/{event_id}"], "ticket": ["/api/v1/events/{id}"]},
    ],
)
def test_two_services_that_claim_one_path_are_refused(paths: dict[str, list[str]]):
    with pytest.raises(ValueError, match="both claim"):
        table(paths)


@pytest.mark.parametrize(
    "path", ["/internal/messages", "/metrics", "/api/v1/../internal", "/api/v1/a;b", "/api/v1//x", "x"]
)
def test_a_path_that_may_not_be_passed_on_is_refused(path: str):
    with pytest.raises(ValueError, match="not a path"):
        table({"event": [path]})


def test_the_table_that_is_kept_is_what_the_services_say(documents: dict[str, Any]):
    """When it is stale: `python -m gateway.routes --write`."""
    assert orjson.loads(FILE.read_bytes()) == orjson.loads(claims.written(documents))


def test_every_path_that_is_kept_is_found_by_its_own_service():
    kept = Table.read()
    for service, paths in orjson.loads(FILE.read_bytes()).items():
        for path in paths:
            found = kept.match(path.replace("{", "a").replace("}", "b"))
            assert found is not None
            assert (found.service, found.path) == (service, path)


@pytest.mark.parametrize(
    ("method", "path", "is_keyed"),
    [
        ("POST", "/api/v1/events/evt_1/publish", True),
        ("POST", "/api/v1/orders", True),
        ("POST", "/api/v1/auth/register", False),
        ("POST", "/api/v1/auth/reset-password", False),
        ("POST", "/api/v1/payments/stripe/webhook", False),
    ],
)
def test_the_table_says_which_writes_honour_a_key(method: str, path: str, is_keyed: bool):
    route = Table.read().match(path)
    assert route is not None
    assert (method in route.keyed) is is_keyed
