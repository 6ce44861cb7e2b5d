import asyncio

import httpx
from fastapi import FastAPI

from auth_service.tests.conftest import new_browser
from auth_service.tests.people import PASSWORD, People
from auth_service.tests.verification.test_links import Calling, fetch_link

NEW_PASSWORD = "a unicycle made of paper"


async def test_asking_for_a_reset_says_nothing_about_the_address(browser: httpx.AsyncClient, people: People):
    somebody = await people.registered()
    browser.headers["X-Request-ID"] = "the-same-id"
    known, unknown = [
        await browser.post("/auth/forgot-password", json={"email": email})
        for email in (somebody.email, people.new_email())
    ]
    assert (known.status_code, known.json()) == (202, {"status": "reset_sent"})
    assert known.content == unknown.content
    await people.answer_mail_requests()
    kind, payload = (await people.told_about(somebody))[-1]
    assert (kind, set(payload)) == ("PasswordResetRequested", {"account_id", "version"})


async def test_a_reset_sets_the_password_and_ends_every_session(
    app: FastAPI, browser: httpx.AsyncClient, client: httpx.AsyncClient, calling: Calling, people: People
):
    somebody = await people.registered()
    await browser.post("/auth/login", json=somebody.credentials)
    token = await fetch_link(client, calling, somebody, "reset_password")
    async with new_browser(app) as elsewhere:
        body = {"token": token, "password": NEW_PASSWORD}
        answer = await elsewhere.post("/auth/reset-password", json=body)
        assert (answer.status_code, answer.content) == (204, b"")
        assert "set-cookie" not in answer.headers
        assert (await elsewhere.post("/auth/reset-password", json=body)).status_code == 410
        assert (await elsewhere.post("/auth/login", json=somebody.credentials)).status_code == 401
        renewed = {"email": somebody.email, "password": NEW_PASSWORD}
        assert (await elsewhere.post("/auth/login", json=renewed)).status_code == 200
    assert (await browser.post("/auth/refresh")).status_code == 401
    told = [(kind, payload.get("reason")) for kind, payload in await people.told_about(somebody)]
    assert ("SessionRevoked", "password_changed") in told


async def test_other_links_die_with_the_old_password(
    browser: httpx.AsyncClient, client: httpx.AsyncClient, calling: Calling, people: People
):
    somebody = await people.registered()
    first, second = [await fetch_link(client, calling, somebody, "reset_password") for _ in range(2)]
    body = {"token": second, "password": NEW_PASSWORD}
    assert (await browser.post("/auth/reset-password", json=body)).status_code == 204
    assert (await browser.post("/auth/reset-password", json={**body, "token": first})).status_code == 410


async def test_of_two_resets_at_once_with_one_link_one_wins(
    browser: httpx.AsyncClient, client: httpx.AsyncClient, calling: Calling, people: People
):
    token = await fetch_link(client, calling, await people.registered(), "reset_password")
    bodies = [{"token": token, "password": f"{NEW_PASSWORD} {number}"} for number in range(5)]
    answers = await asyncio.gather(*(browser.post("/auth/reset-password", json=body) for body in bodies))
    assert sorted(answer.status_code for answer in answers) == [204, 410, 410, 410, 410]


async def test_a_weak_password_does_not_use_the_link_up(
    browser: httpx.AsyncClient, client: httpx.AsyncClient, calling: Calling, people: People
):
    somebody = await people.registered()
    token = await fetch_link(client, calling, somebody, "reset_password")
    for password in ("12345678", somebody.email):
        answer = await browser.post("/auth/reset-password", json={"token": token, "password": password})
        assert (answer.status_code, answer.json()["code"]) == (422, "password_too_common")
    body = {"token": token, "password": NEW_PASSWORD}
    assert (await browser.post("/auth/reset-password", json=body)).status_code == 204


async def test_whoever_follows_a_reset_link_has_proven_the_address(
    browser: httpx.AsyncClient, client: httpx.AsyncClient, calling: Calling, people: People
):
    somebody = await people.registered(verified=False)
    token = await fetch_link(client, calling, somebody, "reset_password")
    await browser.post("/auth/reset-password", json={"token": token, "password": NEW_PASSWORD})
    answer = await browser.post("/auth/login", json={"email": somebody.email, "password": NEW_PASSWORD})
    assert answer.json()["account"]["email_verified"] is True


async def test_after_a_reset_nobody_has_to_wait_for_the_guesses_of_others(
    app: FastAPI, browser: httpx.AsyncClient, client: httpx.AsyncClient, calling: Calling, people: People
):
    somebody = await people.registered()
    async with new_browser(app) as stranger:
        while (await stranger.post("/auth/login", json=somebody.wrong_credentials)).status_code != 429:
            pass
    token = await fetch_link(client, calling, somebody, "reset_password")
    await browser.post("/auth/reset-password", json={"token": token, "password": NEW_PASSWORD})
    answer = await browser.post("/auth/login", json={"email": somebody.email, "password": NEW_PASSWORD})
    assert answer.status_code == 200


async def test_a_reset_with_the_same_password_still_ends_sessions(
    browser: httpx.AsyncClient, client: httpx.AsyncClient, calling: Calling, people: People
):
    somebody = await people.registered()
    await browser.post("/auth/login", json=somebody.credentials)
    token = await fetch_link(client, calling, somebody, "reset_password")
    await browser.post("/auth/reset-password", json={"token": token, "password": PASSWORD})
    assert (await browser.post("/auth/refresh")).status_code == 401
