import httpx
from fastapi import FastAPI

from auth_service.tests.conftest import new_browser
from auth_service.tests.people import PASSWORD, People, Somebody

NEW_PASSWORD = "a unicycle made of paper"
BODY = {"current_password": PASSWORD, "password": NEW_PASSWORD}


async def _signed_in(browser: httpx.AsyncClient, somebody: Somebody) -> dict[str, str]:
    answer = await browser.post("/auth/login", json=somebody.credentials)
    return {"Authorization": f"Bearer {answer.json()['access_token']}"}


async def test_a_new_password_is_set_and_every_other_session_ends(
    app: FastAPI, browser: httpx.AsyncClient, people: People
):
    somebody = await people.registered()
    headers = await _signed_in(browser, somebody)
    async with new_browser(app) as elsewhere:
        await _signed_in(elsewhere, somebody)
        answer = await browser.post("/auth/change-password", json=BODY, headers=headers)
        assert (answer.status_code, answer.content) == (204, b"")
        assert (await elsewhere.post("/auth/refresh")).status_code == 401
        assert (await elsewhere.post("/auth/login", json=somebody.credentials)).status_code == 401
        renewed = {"email": somebody.email, "password": NEW_PASSWORD}
        assert (await elsewhere.post("/auth/login", json=renewed)).status_code == 200
    assert (await browser.post("/auth/refresh")).status_code == 200
    told = [(kind, payload.get("reason")) for kind, payload in await people.told_about(somebody)]
    assert told.count(("SessionRevoked", "password_changed")) == 1


async def test_a_wrong_password_changes_nothing_and_can_be_guessed_a_few_times_only(
    browser: httpx.AsyncClient, people: People
):
    somebody = await people.registered()
    headers = await _signed_in(browser, somebody)
    guess = {**BODY, "current_password": "not this one"}
    answers = [await browser.post("/auth/change-password", json=guess, headers=headers) for _ in range(8)]
    first, last = answers[0], answers[-1]
    assert (first.status_code, first.json()["code"], first.json()["param"]) == (
        403,
        "wrong_password",
        "current_password",
    )
    assert (last.status_code, last.json()["code"]) == (429, "too_many_attempts")
    assert (await browser.post("/auth/login", json=somebody.credentials)).status_code == 200


async def test_a_common_password_is_refused(browser: httpx.AsyncClient, people: People):
    headers = await _signed_in(browser, await people.registered())
    answer = await browser.post("/auth/change-password", json={**BODY, "password": "password1"}, headers=headers)
    assert (answer.status_code, answer.json()["code"]) == (422, "password_too_common")


async def test_nobody_changes_a_password_without_signing_in(browser: httpx.AsyncClient):
    assert (await browser.post("/auth/change-password", json=BODY)).status_code == 401
