"""Hostile input ends as a problem document with a 4xx, never as a 5xx."""

from collections.abc import AsyncIterator

import httpx
import orjson
import pytest
import pytest_asyncio
from fastapi import FastAPI

from shared.web import problems
from shared.web.bodies import JSON_LIMIT
from shared.web.edge import Edge
from shared.web.wire import Count, Flag, Moment, Name, Request


class Everything(Request):
    name: Name = "n"
    count: Count = 0
    flag: Flag = False
    ratio: float = 0.0
    at: Moment | None = None


@pytest_asyncio.fixture
async def client() -> AsyncIterator[httpx.AsyncClient]:
    app = FastAPI()

    @app.post("/things")
    async def make(body: Everything) -> dict[str, object]:
        return {"name": body.name, "at": body.at}

    @app.get("/fails")
    async def fail() -> None:
        raise RuntimeError("secret detail")

    problems.install(app)
    app.add_middleware(Edge)
    transport = httpx.ASGITransport(app, raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url="http://localhost") as client:
        yield client


HOSTILE_BODIES = {
    "NaN": b'{"ratio": NaN}',
    "Infinity": b'{"ratio": Infinity}',
    "overflowing number": b'{"ratio": 1e999}',
    "NaN where text belongs": b'{"name": NaN}',
    "lone surrogate": b'{"name": "\\ud800"}',
    "lone surrogate as key": b'{"\\ud800": 1}',
    "nested lone surrogate": b'{"name": {"x": ["\\udfff"]}}',
    "NUL in text": b'{"name": "a\\u0000b"}',
    "raw NUL": b'{"name": "a\x00b"}',
    "NUL in key": b'{"a\\u0000": 1}',
    "byte order mark": b'\xef\xbb\xbf{"name": "a"}',
    "not UTF-8": b'{"name": "\xff\xfe"}',
    "trailing comma": b'{"name": "a",}',
    "two documents": b"{}{}",
    "single quotes": b"{'name': 'a'}",
    "comment": b'{"name": "a" /* no */}',
    "depth 2,000": b"[" * 2000 + b"]" * 2000,
    "depth in a field": b'{"name": ' + b"[" * 1500 + b"]" * 1500 + b"}",
    "a list": b"[]",
    "a string": b'"x"',
    "null": b"null",
    "a number": b"1",
    "empty": b"",
    "white space": b"   ",
    "huge integer": b'{"count": 999999999999999999999999999999}',
    "negative": b'{"count": -1}',
    "count as text": b'{"count": "1"}',
    "count as float": b'{"count": 1.5}',
    "count as bool": b'{"count": true}',
    "flag as text": b'{"flag": "yes"}',
    "flag as number": b'{"flag": 1}',
    "name as number": b'{"name": 1}',
    "name too long": orjson.dumps({"name": "x" * 201}),
    "name empty": b'{"name": ""}',
    "unknown field": b'{"password": "hunter2 hunter2"}',
    "__proto__": b'{"__proto__": {}}',
    "moment without offset": b'{"at": "2027-01-01T00:00:00"}',
    "moment in year 0": b'{"at": "0000-01-01T00:00:00Z"}',
    "moment at the edge of time": b'{"at": "0001-01-01T00:00:00+23:59"}',
    "moment past the edge of time": b'{"at": "9999-12-31T23:59:59-23:59"}',
    "moment as a number": b'{"at": 1e30}',
    "moment as infinity": b'{"at": "inf"}',
    "too large": b'{"name": "' + b"x" * JSON_LIMIT + b'"}',
}


@pytest.mark.parametrize("body", HOSTILE_BODIES.values(), ids=HOSTILE_BODIES.keys())
async def test_a_hostile_body_is_refused(client: httpx.AsyncClient, body: bytes):
    answer = await client.post("/things", content=body, headers={"content-type": "application/json"})
    assert 400 <= answer.status_code < 500, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["request_id"] == answer.headers["x-request-id"]
    assert "hunter2" not in answer.text


@pytest.mark.parametrize("depth", [32, 300, 600])
@pytest.mark.parametrize("inside", [b"1", b'"\\u0000"'], ids=["a number", "a NUL"])
async def test_a_body_that_is_nested_deeper_than_anything_walks_is_refused(
    client: httpx.AsyncClient, depth: int, inside: bytes
):
    body = b'{"name": ' + b"[" * depth + inside + b"]" * depth + b"}"
    answer = await client.post("/things", content=body, headers={"content-type": "application/json"})
    assert (answer.status_code, answer.json()["code"]) == (400, "nested_too_deep")


async def test_control_a_body_of_the_greatest_depth_is_read(client: httpx.AsyncClient):
    body = b'{"name": ' + b"[" * 31 + b"1" + b"]" * 31 + b"}"
    answer = await client.post("/things", content=body, headers={"content-type": "application/json"})
    assert (answer.status_code, answer.json()["errors"][0]["param"]) == (422, "name")


async def test_control_a_good_body_is_accepted(client: httpx.AsyncClient):
    answer = await client.post("/things", json={"name": " a ", "at": "2027-01-01T01:00:00+01:00"})
    assert (answer.status_code, answer.json()["name"]) == (200, "a")


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"content-type": "text/plain"}, 415),
        ({"content-type": "application/x-www-form-urlencoded"}, 415),
        ({"content-type": ""}, 415),
        ({"content-type": "image/png"}, 415),
        ({"content-type": "application/json", "content-encoding": "gzip"}, 415),
        ({"content-type": "application/json", "x-filler": "x" * 40_000}, 431),
        ({"content-type": "application/json", "x-time-left": "0"}, 503),
    ],
)
async def test_a_hostile_header_is_refused(client: httpx.AsyncClient, headers: dict[str, str], status: int):
    answer = await client.post("/things", content=b"{}", headers=headers)
    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"


async def test_a_second_host_is_refused(client: httpx.AsyncClient):
    answer = await client.get("/things", headers=[("host", "localhost"), ("host", "evil.example")])
    assert answer.status_code == 400


async def test_what_we_did_not_expect_says_nothing_of_itself(client: httpx.AsyncClient):
    answer = await client.get("/fails")
    assert (answer.status_code, answer.json()["code"]) == (500, "internal_error")
    assert "secret detail" not in answer.text


async def test_every_answer_carries_the_security_headers_and_the_request_id(client: httpx.AsyncClient):
    for answer in (await client.get("/nowhere"), await client.delete("/things"), await client.get("/fails")):
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.headers["cache-control"] == "no-store"
        assert "default-src 'none'" in answer.headers["content-security-policy"]
        assert answer.headers["x-request-id"].startswith("req_")


async def test_a_request_id_is_taken_when_it_is_one_and_made_when_not(client: httpx.AsyncClient):
    taken = await client.get("/nowhere", headers={"x-request-id": "abcDEF-12345"})
    assert taken.headers["x-request-id"] == "abcDEF-12345"
    made = await client.get("/nowhere", headers={"x-request-id": "x\ty"})
    assert made.headers["x-request-id"].startswith("req_")
