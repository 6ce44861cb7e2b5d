from http.cookies import SimpleCookie

import httpx
import pytest
from fastapi import FastAPI, Response

from auth_service.config import Settings, settings
from auth_service.sessions import cookies
from auth_service.tests.conftest import new_browser
from auth_service.tests.people import People
from shared.access import tokens
from shared.runtime import Runtime


async def log_in(browser: httpx.AsyncClient, people: People) -> dict[str, str]:
    """The header with which the new somebody's requests are signed."""
    somebody = await people.registered()
    answer = await browser.post("/auth/login", json=somebody.credentials)
    assert answer.status_code == 200, answer.text
    return {"Authorization": f"Bearer {answer.json()['access_token']}"}


async def test_signing_in_gives_a_token_with_exactly_the_agreed_claims(
    browser: httpx.AsyncClient, people: People, runtime: Runtime[Settings]
):
    somebody = await people.registered()
    answer = (await browser.post("/auth/login", json=somebody.credentials)).json()
    claims = await runtime.keys.claims(answer["access_token"])
    assert set(claims) == {"iss", "aud", "sub", "sid", "jti", "roles", "iat", "nbf", "exp"}
    assert (claims["iss"], claims["aud"], claims["sub"]) == (tokens.ISSUER, "api", somebody.account_id)
    assert claims["roles"] == ["User"]
    assert claims["exp"] - claims["iat"] == answer["expires_in"] == 300
    assert claims["sid"].startswith("ses_")
    assert answer["account"] == {
        "id": somebody.account_id,
        "email": somebody.email,
        "name": "Ada King",
        "roles": ["User"],
        "email_verified": True,
    }


async def test_the_refresh_token_is_in_the_cookie_and_in_no_body(browser: httpx.AsyncClient, people: People):
    await log_in(browser, people)
    first = browser.cookies["rt"]
    answer = await browser.post("/auth/refresh")
    assert answer.status_code == 200
    assert browser.cookies["rt"] != first
    assert browser.cookies["rt"] not in answer.text
    assert answer.headers["cache-control"] == "no-store"


async def test_an_answer_that_was_lost_is_given_again(browser: httpx.AsyncClient, people: People):
    await log_in(browser, people)
    token = browser.cookies["rt"]
    answers = [await browser.post("/auth/refresh", headers={"Cookie": f"rt={token}"}) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [200, 200]
    assert len({SimpleCookie(answer.headers["set-cookie"])["rt"].value for answer in answers}) == 1


@pytest.mark.parametrize(
    "cookie", ["", "rt=", "rt=x", f"rt={'a' * 43}", "rt=%00", f"rt={'a' * 4000}", "other=1", "=;=;,"]
)
async def test_without_a_good_cookie_there_is_no_refresh(browser: httpx.AsyncClient, cookie: str):
    answer = await browser.post("/auth/refresh", headers={"Cookie": cookie})
    assert (answer.status_code, answer.json()["code"]) == (401, "session_ended")


@pytest.mark.parametrize("path", ["/auth/refresh", "/auth/logout"])
@pytest.mark.parametrize(
    "headers",
    [
        {"X-Requested-With": ""},
        {"Origin": "http://localhost:8081"},
        {"Origin": "https://localhost:8080"},
        {"Origin": "http://localhost:8080.example.com"},
        {"Origin": "null"},
        {"Origin": ""},
    ],
)
async def test_pages_of_others_cannot_use_the_cookie(
    browser: httpx.AsyncClient, people: People, path: str, headers: dict[str, str]
):
    await log_in(browser, people)
    answer = await browser.post(path, headers=headers)
    assert (answer.status_code, answer.json()["code"]) == (403, "foreign_origin")
    assert (await browser.post("/auth/refresh")).status_code == 200


@pytest.mark.parametrize("origin", ["http://localhost:8080", "http://localhost:3000"])
async def test_our_own_pages_can(browser: httpx.AsyncClient, people: People, origin: str):
    await log_in(browser, people)
    assert (await browser.post("/auth/refresh", headers={"Origin": origin})).status_code == 200


async def test_logging_out_ends_the_session_and_removes_the_cookie(browser: httpx.AsyncClient, people: People):
    await log_in(browser, people)
    token = browser.cookies["rt"]
    answer = await browser.post("/auth/logout")
    assert answer.status_code == 204
    assert "rt" not in browser.cookies
    assert (await browser.post("/auth/refresh", headers={"Cookie": f"rt={token}"})).status_code == 401
    assert (await browser.post("/auth/logout")).status_code == 204


async def test_signing_in_again_in_the_same_browser_ends_the_former_session(browser: httpx.AsyncClient, people: People):
    await log_in(browser, people)
    former = browser.cookies["rt"]
    await log_in(browser, people)
    assert (await browser.post("/auth/refresh", headers={"Cookie": f"rt={former}"})).status_code == 401
    assert (await browser.post("/auth/refresh")).status_code == 200


async def test_sessions_are_listed_and_one_can_be_revoked(app: FastAPI, browser: httpx.AsyncClient, people: People):
    somebody = await people.registered()
    here = (await browser.post("/auth/login", json=somebody.credentials)).json()
    async with new_browser(app) as elsewhere:
        await elsewhere.post("/auth/login", json=somebody.credentials, headers={"User-Agent": "a telephone"})
        signed = {"Authorization": f"Bearer {here['access_token']}"}
        listed = (await browser.get("/auth/sessions", headers=signed)).json()
        assert [(row["user_agent"], row["is_current"]) for row in listed["data"]][1] == ("a telephone", False)
        assert listed["data"][0]["is_current"]
        path = f"/auth/sessions/{listed['data'][1]['id']}"
        assert [(await browser.delete(path, headers=signed)).status_code for _ in range(2)] == [204, 204]
        assert (await elsewhere.post("/auth/refresh")).status_code == 401
    assert len((await browser.get("/auth/sessions", headers=signed)).json()["data"]) == 1


async def test_a_revoked_session_cannot_revoke_others(browser: httpx.AsyncClient, people: People):
    signed = await log_in(browser, people)
    listed = (await browser.get("/auth/sessions", headers=signed)).json()
    path = f"/auth/sessions/{listed['data'][0]['id']}"
    assert (await browser.delete(path, headers=signed)).status_code == 204
    assert (await browser.delete(path, headers=signed)).status_code == 401


async def test_the_session_of_somebody_else_is_as_absent_as_one_that_never_was(
    app: FastAPI, browser: httpx.AsyncClient, people: People
):
    signed = await log_in(browser, people)
    foreign, _ = await people.signed_in(await people.registered())
    answers = [
        await browser.delete(f"/auth/sessions/{session_id}", headers={**signed, "X-Request-ID": "the-same-id"})
        for session_id in (foreign, f"ses_{'0' * 32}")
    ]
    assert [answer.status_code for answer in answers] == [404, 404]
    assert answers[0].content == answers[1].content


@pytest.mark.parametrize(("method", "path"), [("GET", "/auth/sessions"), ("DELETE", f"/auth/sessions/ses_{'0' * 32}")])
async def test_sessions_are_shown_to_their_owner_only(browser: httpx.AsyncClient, method: str, path: str):
    assert (await browser.request(method, path)).status_code == 401


def cookie_for(public_url: str) -> str:
    response = Response()
    cookies.write(response, settings().model_copy(update={"public_url": public_url}), "value")
    return response.headers["set-cookie"]


@pytest.mark.usefixtures("app")
def test_over_https_the_cookie_is_bound_to_the_host():
    written = cookie_for("https://tickets.example.com")
    assert written.startswith("__Host-rt=value; ")
    assert set(written.split("; ")[1:]) == {"HttpOnly", "Secure", "SameSite=strict", "Path=/", "Max-Age=604800"}


@pytest.mark.usefixtures("app")
@pytest.mark.parametrize("host", ["localhost:8080", "127.0.0.1:8080", "[::1]:8080", "app.localhost"])
def test_over_plain_http_on_loopback_it_is_not_secure(host: str):
    written = cookie_for(f"http://{host}")
    assert written.startswith("rt=value; ")
    assert set(written.split("; ")[1:]) == {"HttpOnly", "SameSite=strict", "Path=/", "Max-Age=604800"}


@pytest.mark.usefixtures("app")
@pytest.mark.parametrize("host", ["tickets.example.com", "192.168.1.5", "localhost.example.com", "notlocalhost"])
def test_over_plain_http_elsewhere_it_stays_secure(host: str):
    assert cookie_for(f"http://{host}").startswith("__Host-rt=value; ")


@pytest.mark.usefixtures("app")
def test_origins_are_exact():
    known: Settings = settings()
    assert known.origins == {"http://localhost:8080", "http://localhost:3000"}
