"""Whatever is sent, the answer is a problem document that blames the sender, never an error of ours."""

from pathlib import Path
from typing import Any

import httpx
import orjson
import pytest

from auth_service.tests.people import PASSWORD, People
from shared.access import tokens
from shared.runtime import Runtime
from shared.testing.hostile_tokens import Forge

BODIES: list[bytes] = [
    b"",
    b"{",
    b"null",
    b"[]",
    b'"text"',
    b"5",
    b"NaN",
    b'{"email":NaN,"password":NaN}',
    b'{"email":1e999,"password":"x"}',
    b'{"email":"a@b.cd","password":"\\ud800"}',
    b'{"email":"\\ud800@b.cd","password":"x"}',
    b'{"email":"a@b.cd","password":"\\u0000aaaaaaaa"}',
    b'{"email":"a\\u0000@b.cd","password":"x"}',
    b'{"email":"a@b.cd","password":"x","email":null}',
    b'\xef\xbb\xbf{"email":"a@b.cd","password":"x"}',
    b'{"email":"a@b.cd","password":"\xff\xfe"}',
    b"[" * 5000,
    b'{"a":' * 900 + b"1" + b"}" * 900,
    orjson.dumps({"email": ["a@b.cd"], "password": {"$ne": None}}),
    orjson.dumps({"email": True, "password": False}),
    orjson.dumps({"email": 5, "password": 5}),
    orjson.dumps({"email": None, "password": None}),
    orjson.dumps({"email": "a@" + "b" * 5000 + ".cd", "password": "x"}),
    orjson.dumps({"email": "a@b.cd", "password": "x" * 60_000}),
    orjson.dumps({"email": "a@b.cd", "password": "x" * 70_000}),
    orjson.dumps({"email": "' OR 1=1 --@b.cd", "password": "x"}),
    orjson.dumps({"email": "a@b.cd", "password": PASSWORD, "__proto__": {}, "is_admin": True}),
    orjson.dumps({"email": "@" * 200, "password": "x"}),
    orjson.dumps({"email": "a" * 200 + "@b.cd", "password": "x"}),
    orjson.dumps({"email": "\u202ea@b.cd", "password": "x"}),
    orjson.dumps({"email": "a@xn--a.xn--b", "password": "x"}),
    orjson.dumps({"token": 5, "password": PASSWORD}),
    orjson.dumps({"token": None}),
    orjson.dumps({"token": "\u202e" * 200, "password": PASSWORD}),
    orjson.dumps({"token": "x" * 201}),
]
PATHS = ("login", "register", "verify-email", "resend-verification", "forgot-password", "reset-password")


def is_problem(answer: httpx.Response) -> bool:
    return answer.headers["content-type"] == "application/problem+json" and bool(answer.json()["code"])


@pytest.mark.parametrize("path", PATHS)
async def test_hostile_bodies_are_refused(browser: httpx.AsyncClient, people: People, path: str):
    for body in BODIES:
        headers = {"Content-Type": "application/json", "X-Forwarded-For": people.new_address()}
        answer = await browser.post(f"/auth/{path}", content=body, headers=headers)
        assert 400 <= answer.status_code < 500, (body[:80], answer.text)
        assert is_problem(answer), body[:80]


@pytest.mark.parametrize(
    "content_type", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data", "", "json"]
)
async def test_other_kinds_of_bodies_are_refused(browser: httpx.AsyncClient, content_type: str):
    body = orjson.dumps({"email": "a@b.cd", "password": PASSWORD})
    answer = await browser.post("/auth/login", content=body, headers={"Content-Type": content_type})
    assert answer.status_code == 415


@pytest.mark.parametrize(
    "headers",
    [
        {"X-Forwarded-For": "unknown"},
        {"X-Forwarded-For": ", , ,"},
        {"X-Forwarded-For": "x" * 5000},
        {"X-Forwarded-For": "::ffff:1.2.3.4%eth0"},
        {"User-Agent": "\x07\x1b[31m" + "x" * 3000},
        {"User-Agent": "ünïcödé".encode("latin-1")},
        {"Cookie": "rt=\xff".encode("latin-1")},
        {"Cookie": "device=' OR 1=1; rt={}"},
        {"Cookie": ";" * 3000},
    ],
)
async def test_hostile_headers_do_no_harm(browser: httpx.AsyncClient, people: People, headers: dict[str, Any]):
    somebody = await people.registered()
    assert (await browser.post("/auth/login", json=somebody.credentials, headers=headers)).status_code == 200
    assert (await browser.post("/auth/refresh", headers=headers)).status_code in {200, 401}


@pytest.mark.parametrize(
    "session_id", ["1", "ses_", "ses_" + "g" * 32, "..%2f..", "%00", "ses_" + "0" * 33, "usr_" + "0" * 32]
)
async def test_hostile_ids_are_refused(browser: httpx.AsyncClient, people: People, session_id: str):
    grant = (await browser.post("/auth/login", json=(await people.registered()).credentials)).json()
    signed = {"Authorization": f"Bearer {grant['access_token']}"}
    answer = await browser.delete(f"/auth/sessions/{session_id}", headers=signed)
    assert answer.status_code in {400, 404, 422}
    assert is_problem(answer)


@pytest.mark.parametrize(
    "query",
    ["after=x", "after=W10", "after=WyJhIl0", "after=WzFd", "limit=0", "limit=101", "limit=x", "limit=1e9", "order=id"],
)
async def test_hostile_cursors_are_refused(browser: httpx.AsyncClient, people: People, query: str):
    grant = (await browser.post("/auth/login", json=(await people.registered()).credentials)).json()
    answer = await browser.get(f"/auth/sessions?{query}", headers={"Authorization": f"Bearer {grant['access_token']}"})
    assert answer.status_code in {400, 422}
    assert is_problem(answer)


async def test_hostile_tokens_open_nothing(
    browser: httpx.AsyncClient, people: People, runtime: Runtime[Any], secrets_dir: Path
):
    """The whole corpus, made with the keys that this very service trusts."""
    grant = (await browser.post("/auth/login", json=(await people.registered()).credentials)).json()
    claims = await runtime.keys.claims(grant["access_token"])
    kid = tokens.kid_of(grant["access_token"])
    forge = Forge((secrets_dir / "auth-signing" / f"{kid}.pem").read_bytes(), kid, claims)
    for name, token in forge.corpus():
        if isinstance(token, str) and token.isascii() and token.isprintable():
            answer = await browser.get("/auth/me", headers={"Authorization": f"Bearer {token}"})
            assert (answer.status_code, answer.json()["code"]) == (401, "unauthenticated"), name
    assert (await browser.get("/auth/me", headers={"Authorization": f"Bearer {forge.valid}"})).status_code == 200
