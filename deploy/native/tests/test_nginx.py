"""What nginx answers by itself, what it passes on, and what it does not."""

import contextlib
import json
import re
import socket
import subprocess
from pathlib import Path

import httpx
import pytest

from deploy.native import binaries, nginx
from deploy.native.services import ALL, GATEWAY, SERVICES
from deploy.native.settings import PROJECT, Settings
from deploy.native.stack import Stack
from deploy.native.tests.upstream import Upstream, hanging_up, listening
from shared.web import bodies

EVERYWHERE = {
    "x-content-type-options": "nosniff",
    "referrer-policy": "strict-origin-when-cross-origin",
    "permissions-policy": "camera=(self)",
    "cross-origin-opener-policy": "same-origin",
}


def raw(port: int, request: bytes) -> bytes:
    """The answer to bytes that no client would send."""
    with socket.create_connection(("127.0.0.1", port), timeout=5) as connection:
        connection.sendall(request)
        answer = b""
        with contextlib.suppress(ConnectionResetError):
            while part := connection.recv(65536):
                answer += part
        return answer


def is_problem(response: httpx.Response, status: int) -> bool:
    body = response.json()
    return (
        response.status_code == body["status"] == status
        and response.headers["content-type"] == "application/problem+json"
        and body["request_id"] == response.headers["x-request-id"]
        and EVERYWHERE.items() <= dict(response.headers).items()
    )


@pytest.mark.parametrize("production", [False, True])
def test_the_rendered_configuration_passes_nginxs_own_check(tmp_path: Path, production: bool):
    found = binaries.find(binaries.NGINX, {})
    server = nginx.Server(found.path, tmp_path, account=None, certificate=None)
    settings = Settings(state=tmp_path, production=production, environ={"PUBLIC_URL": "https://tickets.example"})
    server.render(settings, tmp_path, "pk_test")
    checked = subprocess.run([*server.command(), "-t"], capture_output=True, text=True, check=False)
    assert "test is successful" in checked.stderr, checked.stderr
    assert "[warn]" not in checked.stderr
    assert (tmp_path / "snippets" / "stand-ins.d" / "stand-ins.conf").exists() is not production


def test_an_address_that_is_not_there_is_a_problem_document(stack: Stack, site: httpx.Client):
    assert is_problem(site.get("/logo.png"), 404)


def test_the_front_end_is_served_with_a_first_page_for_each_of_its_routes(stack: Stack, site: httpx.Client):
    web_root = stack.servers.data / "no-front-end"
    (web_root / "assets").mkdir()
    types = {
        "index.html": "text/html; charset=utf-8",
        "service-worker.js": "application/javascript; charset=utf-8",
        "assets/app-1f2e.mjs": "application/javascript; charset=utf-8",
        "assets/reader-1f2e.wasm": "application/wasm",
        "site.webmanifest": "application/manifest+json; charset=utf-8",
    }
    for name, media_type in types.items():
        (web_root / name).write_text(name)
        response = site.get(f"/{name}")
        assert (response.text, response.headers["content-type"]) == (name, media_type)
        assert ("immutable" in response.headers["cache-control"]) is name.startswith("assets/")
        assert "script-src 'self' 'wasm-unsafe-eval'" in response.headers["content-security-policy"]
        assert EVERYWHERE.items() <= dict(response.headers).items()
    for route in ("/", "/events/evt_1", "/reset-password"):
        assert site.get(route).text == "index.html"
    assert is_problem(site.get("/assets/gone-1f2e.js"), 404)
    assert "immutable" not in site.get("/assets/gone-1f2e.js").headers["cache-control"]
    assert is_problem(site.post("/site.webmanifest"), 405)


def test_the_front_end_learns_at_run_time_where_it_is(stack: Stack, site: httpx.Client):
    config = site.get("/config.json").json()
    assert config["environment"] == "development"
    assert config["stripe_publishable_key"] == stack.environments.publishable_key


def test_what_is_put_on_a_home_screen_has_the_name_over_the_door(stack: Stack, site: httpx.Client):
    answer = site.get("/manifest.webmanifest")
    assert answer.headers["content-type"].startswith("application/manifest+json")
    assert answer.headers["cache-control"] == "no-cache"
    assert answer.json()["name"] == stack.settings.brand
    here = PROJECT / "frontend" / "public"
    assert [icon["src"] for icon in answer.json()["icons"] if not (here / icon["src"][1:]).exists()] == []


def test_a_gateway_that_is_away_is_a_problem_document_that_says_when_to_try_again(site: httpx.Client):
    response = site.get("/api/v1/events")
    assert is_problem(response, 502)
    assert response.headers["retry-after"] == "1"


def test_a_body_that_is_too_large_is_refused_except_on_the_image_route(upstream: Upstream, site: httpx.Client):
    assert is_problem(site.post("/api/v1/holds", content=b"x" * 70_000), 413)
    assert upstream.asked == []
    assert site.put("/api/v1/events/evt_1/image", content=b"x" * 5_000_000).status_code == 200
    assert is_problem(site.put("/api/v1/events/evt_1/image", content=b"x" * 5_300_000), 413)
    assert len(upstream.asked[0].body) == 5_000_000


@pytest.mark.parametrize(
    ("request_", "status"),
    [
        (b"GET /api HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n", 404),
        (b"GET / HTTP/1.1\r\nHost: a b\r\n\r\n", 400),
        (b"GET / HTTP/1.1\r\nHost: localhost\r\nHost: localhost\r\n\r\n", 400),
        (b"GET / HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\nContent-Length: 3\r\n\r\nabc", 400),
        (b"POST / HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: gzip\r\n\r\n", 400),
        (b"nonsense\r\n\r\n", 400),
        (b"GET / HTTP/3.0\r\nHost: localhost\r\n\r\n", 400),
        (b"GET /" + b"a" * 9000 + b" HTTP/1.1\r\nHost: localhost\r\n\r\n", 414),
        (b"GET / HTTP/1.1\r\nHost: localhost\r\nX: " + b"a" * 9000 + b"\r\n\r\n", 431),
        (b"TRACE / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n", 405),
    ],
)
def test_a_malformed_request_is_a_problem_document(stack: Stack, request_: bytes, status: int):
    answer = raw(stack.settings.ports.http, request_)
    assert answer.startswith(f"HTTP/1.1 {status} ".encode())
    assert b"application/problem+json" in answer
    assert f'"status":{status}'.encode() in answer


def test_what_nginx_refuses_has_the_code_that_the_services_give_it():
    template = (PROJECT / "nginx" / "templates" / "00-http.conf.template").read_text(encoding="utf-8")
    codes = dict(re.findall(r"^    (\d{3}) ([a-z_]+);$", template, re.MULTILINE))
    assert codes["413"] == bodies.too_large(1).code
    sources = ("shared/commands/connections.py", "gateway/paths.py", "shared/web/edge.py")
    said = "".join((PROJECT / name).read_text(encoding="utf-8") for name in sources)
    assert [code for status, code in codes.items() if status in {"400", "414", "431"} and f'"{code}"' not in said] == []


def test_a_page_that_is_not_the_expected_one_is_a_problem_document(site: httpx.Client):
    assert is_problem(site.get("/site.webmanifest", headers={"If-Match": '"another"'}), 412)


@pytest.mark.parametrize("part", ["bytes=0-1", "bytes=999999-", "lines=1-2"])
def test_a_part_of_a_page_is_the_whole_page(site: httpx.Client, part: str):
    assert site.get("/site.webmanifest", headers={"Range": part}).status_code == 200


def test_a_name_that_is_not_ours_gets_no_answer(stack: Stack):
    request = b"GET / HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n"
    for port in (stack.settings.ports.http, stack.settings.ports.public_port(GATEWAY)):
        assert raw(port, request) == b""
        assert raw(port, request.replace(b"evil.example", b"localhost")).startswith(b"HTTP/1.1 ")


@pytest.mark.parametrize("path", ["/internal/messages", "//internal/messages", "/%69nternal", "/x/../internal/x"])
def test_what_services_ask_each_other_is_refused_from_outside(stack: Stack, path: str):
    for service in ALL:
        port = stack.settings.ports.public_port(service)
        answer = raw(port, f"GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n".encode())
        assert answer.startswith(b"HTTP/1.1 404 "), service


def test_other_paths_of_a_service_are_passed_on(stack: Stack):
    for service in SERVICES:
        port = stack.settings.ports.instance_port(service, 0)
        with listening(port) as upstream:
            address = stack.address(service)
            assert httpx.get(f"{address}/api/v1/internal-affairs?a=1").status_code == 200
        assert upstream.asked[0].path == "/api/v1/internal-affairs?a=1"


def test_a_request_id_of_the_agreed_form_is_kept_and_any_other_replaced(upstream: Upstream, site: httpx.Client):
    for given, kept in (("abc_-12345", True), ("short", False), ("with spaces in it", False), ("a" * 65, False)):
        response = site.get("/api/v1/events", headers={"X-Request-ID": given})
        passed_on = upstream.asked[-1].headers["X-Request-ID"]
        assert response.headers.get_list("x-request-id") == [passed_on]
        assert (passed_on == given) is kept


def test_a_caller_cannot_say_who_it_is(upstream: Upstream, site: httpx.Client):
    claims = {"X-Forwarded-For": "9.9.9.9", "Forwarded": "for=9.9.9.9", "X-Real-IP": "9.9.9.9", "X-Time-Left": "0"}
    trace = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"
    site.get("/api/v1/events", headers={**claims, "traceparent": trace})
    headers = upstream.asked[0].headers
    assert headers["X-Forwarded-For"] == "127.0.0.1"
    assert headers["traceparent"] == trace
    assert [headers[name] for name in ("Forwarded", "X-Real-IP", "X-Time-Left")] == [None] * 3


def test_a_services_own_headers_are_sent_once(upstream: Upstream, site: httpx.Client):
    upstream.headers = {
        "X-Content-Type-Options": "nosniff",
        "X-Request-ID": "another-id",
        "Content-Security-Policy": "sandbox",
        "Cache-Control": "private",
    }
    response = site.get("/api/v1/events/evt_1/image")
    assert response.headers.get_list("x-content-type-options") == ["nosniff"]
    assert response.headers.get_list("content-security-policy") == ["sandbox"]
    assert response.headers.get_list("cache-control") == ["private"]
    assert len(response.headers.get_list("x-request-id")) == 1


def test_an_answer_that_says_nothing_about_caching_is_not_stored_anywhere(upstream: Upstream, site: httpx.Client):
    response = site.get("/api/v1/users/me")
    assert response.headers["cache-control"] == "no-store"
    assert response.headers["content-security-policy"] == "default-src 'none'; frame-ancestors 'none'"
    site.get("/api/v1/users/me")
    assert len(upstream.asked) == 2


def test_a_post_that_was_sent_is_not_sent_to_the_next_gateway_but_a_get_is(stack: Stack, site: httpx.Client):
    """The first gateway hangs up after it has read the request; the second answers."""
    ports = stack.settings.ports
    with listening(ports.instance_port(GATEWAY, 1)) as second, hanging_up(ports.instance_port(GATEWAY, 0)):
        answers = [site.post("/api/v1/orders", json={}).status_code for _ in range(6)]
        assert set(answers) == {200, 502}
        assert len(second.asked) == answers.count(200)
        assert [site.get(f"/api/v1/orders/{n}").status_code for n in range(6)] == [200] * 6


@pytest.mark.parametrize("key", ["", "sk_test_of_my_own"])
def test_the_browser_is_let_to_stripe_exactly_when_payments_go_there(tmp_path: Path, key: str):
    server = nginx.Server(Path("nginx"), tmp_path, account=None, certificate=None)
    server.render(Settings(state=tmp_path, environ={"TICKET_STRIPE_API_KEY": key, "BRAND": "Arena"}), tmp_path, "pk")
    config = json.loads((tmp_path / "config.json").read_bytes())
    assert config["stripe_js_url"].startswith("https://js.stripe.com/") is bool(key)
    assert config["brand"] == "Arena"
    policy = (tmp_path / "conf.d" / "00-http.conf").read_text()
    assert ("script-src 'self' 'wasm-unsafe-eval' https://js.stripe.com" in policy) is bool(key)
