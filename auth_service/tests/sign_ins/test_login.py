"""Who may sign in, and what somebody learns who may not."""

import asyncio
import statistics
import time

import httpx
import pytest
from fastapi import FastAPI
from passlib.hash import argon2
from sqlalchemy import select

from auth_service.accounts import service as accounts
from auth_service.passwords import hashing
from auth_service.sign_ins.models import SignIn
from auth_service.tests.conftest import new_browser
from auth_service.tests.people import PASSWORD, People, Somebody
from shared.persistence.database import Database


async def log_in(browser: httpx.AsyncClient, credentials: dict[str, str]) -> httpx.Response:
    return await browser.post("/auth/login", json=credentials)


async def outcomes(database: Database, somebody: Somebody) -> list[str]:
    query = select(SignIn.outcome).where(SignIn.account_id == somebody.account_id).order_by(SignIn.id)
    async with database.transaction() as session:
        return list((await session.execute(query)).scalars())


async def test_a_wrong_password_and_an_unknown_address_get_the_same_answer(browser: httpx.AsyncClient, people: People):
    browser.headers["X-Request-ID"] = "the-same-id"
    known = await log_in(browser, (await people.registered()).wrong_credentials)
    unknown = await log_in(browser, {"email": people.new_email(), "password": PASSWORD})
    assert (known.status_code, known.json()["code"]) == (401, "wrong_credentials")
    assert (known.status_code, known.content) == (unknown.status_code, unknown.content)
    assert known.headers.multi_items() == unknown.headers.multi_items()


async def test_an_unknown_address_takes_as_long_as_a_wrong_password(app: FastAPI, people: People):
    """In processor time, to which what else runs on the machine adds little: a calm one shows 2 % at most."""
    seconds: dict[str, list[float]] = {"known": [], "unknown": [], "not hashed": []}
    async with new_browser(app) as browser:
        for _ in range(4):
            somebody = await people.registered()
            stranger = {"email": people.new_email(), "password": PASSWORD}
            for _ in range(4):
                for kind, credentials in (("known", somebody.wrong_credentials), ("unknown", stranger)):
                    started = time.process_time()
                    assert (await log_in(browser, credentials)).status_code == 401
                    seconds[kind].append(time.process_time() - started)
                started = time.process_time()
                await log_in(browser, {"email": "not an address", "password": PASSWORD})
                seconds["not hashed"].append(time.process_time() - started)
    known, unknown, not_hashed = (statistics.median(values) for values in seconds.values())
    assert known == pytest.approx(unknown, rel=0.15)
    # The control: an answer without a hash would stand out.
    assert not_hashed < 0.5 * known


@pytest.mark.parametrize("spelling", [str.upper, str.title, lambda email: f" {email} "])
async def test_the_address_is_compared_without_regard_to_case(browser: httpx.AsyncClient, people: People, spelling):
    somebody = await people.registered()
    answer = await log_in(browser, {"email": spelling(somebody.email), "password": PASSWORD})
    assert answer.status_code == 200
    assert answer.json()["account"]["email"] == somebody.email


@pytest.mark.parametrize(
    "password", [f" {PASSWORD}", f"{PASSWORD} ", PASSWORD.upper(), PASSWORD[:-1], "", "\u00e9" * 128]
)
async def test_the_password_is_compared_exactly(browser: httpx.AsyncClient, people: People, password: str):
    somebody = await people.registered()
    assert (await log_in(browser, {**somebody.credentials, "password": password})).status_code == 401


async def test_an_unverified_address_is_told_to_its_owner_only(
    browser: httpx.AsyncClient, people: People, database: Database
):
    somebody = await people.registered(verified=False)
    right = await log_in(browser, somebody.credentials)
    assert (right.status_code, right.json()["code"]) == (403, "email_not_verified")
    assert "set-cookie" not in right.headers
    assert (await log_in(browser, somebody.wrong_credentials)).json()["code"] == "wrong_credentials"
    assert await outcomes(database, somebody) == ["email_not_verified", "wrong_password"]


async def test_every_attempt_is_audited_with_where_it_came_from(
    browser: httpx.AsyncClient, people: People, database: Database
):
    somebody = await people.registered()
    browser.headers["User-Agent"] = "a telephone"
    await log_in(browser, somebody.wrong_credentials)
    await log_in(browser, somebody.credentials)
    assert await outcomes(database, somebody) == ["wrong_password", "signed_in"]
    async with database.transaction() as session:
        query = select(SignIn).where(SignIn.account_id == somebody.account_id)
        for row in (await session.execute(query)).scalars():
            assert (row.address, row.user_agent) == (browser.headers["X-Forwarded-For"], "a telephone")


async def test_an_outdated_hash_is_replaced_when_its_owner_signs_in(
    browser: httpx.AsyncClient, people: People, database: Database
):
    somebody = await people.registered()
    weaker = argon2.using(type="ID", memory_cost=19456, time_cost=1, parallelism=1).hash(PASSWORD)
    async with database.transaction() as session:
        (await accounts.get_for_update(session, somebody.account_id)).password_hash = weaker
    assert (await log_in(browser, somebody.credentials)).status_code == 200
    async with database.transaction() as session:
        stronger = (await accounts.get(session, somebody.account_id)).password_hash
    assert stronger is not None
    assert stronger.startswith("$argon2id$v=19$m=19456,t=2,p=1$")
    assert (await log_in(browser, somebody.credentials)).status_code == 200


@pytest.mark.parametrize("kept", ["", "no hash", "$argon2id$v=19$m=19456,t=2,p=1$x$y", "$2b$12$abc"])
async def test_a_hash_that_is_none_matches_nothing(kept: str):
    with hashing.place():
        assert await hashing.matches(PASSWORD, kept) == (False, None)


async def test_when_the_queue_is_full_the_rest_is_asked_to_come_back(app: FastAPI, people: People):
    """Nobody waits for long, and what needs no hash is answered meanwhile."""
    strangers = [{"email": people.new_email(), "password": PASSWORD} for _ in range(50)]
    async with new_browser(app) as browser:
        crowd = asyncio.gather(*(log_in(browser, stranger) for stranger in strangers))
        keys = await asyncio.wait_for(browser.get("/auth/jwks"), timeout=5)
        answers = await crowd
    assert keys.status_code == 200
    statuses = [answer.status_code for answer in answers]
    assert set(statuses) == {401, 503}
    assert 1 <= statuses.count(401) <= hashing.THREADS + hashing.QUEUE
    assert {answer.headers["Retry-After"] for answer in answers if answer.status_code == 503} == {"1"}
