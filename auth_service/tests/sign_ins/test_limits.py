"""Guessing passwords is slow for strangers, whatever they do, and the account's owner still gets in."""

import asyncio

import httpx
import pytest
from fastapi import FastAPI
from sqlalchemy import delete, func, select
from sqlalchemy.dialects.postgresql import insert

from auth_service.attempts import service as attempts
from auth_service.attempts.models import AttemptWindow
from auth_service.config import Settings
from auth_service.sign_ins.models import Outcome, SignIn
from auth_service.tests.conftest import new_browser
from auth_service.tests.people import PASSWORD, People, Somebody
from shared.persistence import clock
from shared.persistence.database import Database
from shared.runtime import Runtime

GUESSES = 1000
AT_ONCE = 20


async def guess(browser: httpx.AsyncClient, somebody: Somebody, address: str) -> int:
    headers = {"X-Forwarded-For": address}
    return (await browser.post("/auth/login", json=somebody.wrong_credentials, headers=headers)).status_code


async def exhaust(browser: httpx.AsyncClient, somebody: Somebody) -> None:
    while await guess(browser, somebody, People.new_address()) != 429:
        pass


async def use_up(database: Database, somebody: Somebody) -> None:
    """As after many guesses of strangers: the next may be made in a quarter of an hour."""
    async with database.transaction() as session:
        moment = await clock.now(session)
        spent = {"moments": [moment] * attempts.PASSWORDS.most, "forget_at": moment + attempts.PASSWORDS.within}
        row = insert(AttemptWindow).values(key=attempts.key("account", somebody.email), **spent)
        await session.execute(row.on_conflict_do_update(index_elements=["key"], set_=spent))


async def count_evaluated(database: Database, somebody: Somebody) -> int:
    query = select(func.count(SignIn.id)).where(
        SignIn.account_id == somebody.account_id, SignIn.outcome == Outcome.WRONG_PASSWORD
    )
    async with database.transaction() as session:
        return (await session.execute(query)).scalar_one()


@pytest.mark.timeout(300)  # ten seconds on a machine that has nothing else to do
async def test_of_a_thousand_guesses_from_a_hundred_addresses_ten_at_most_are_evaluated(
    browser: httpx.AsyncClient, people: People, database: Database
):
    somebody = await people.registered()
    addresses = [people.new_address() for _ in range(100)]
    statuses: set[int] = set()
    for start in range(0, GUESSES, AT_ONCE):
        batch = [guess(browser, somebody, addresses[number % 100]) for number in range(start, start + AT_ONCE)]
        statuses |= set(await asyncio.gather(*batch))
    assert {401, 429} <= statuses <= {401, 429, 503}
    assert 5 <= await count_evaluated(database, somebody) <= 10


async def test_an_address_that_nobody_has_is_limited_alike(browser: httpx.AsyncClient, people: People):
    await exhaust(browser, Somebody("usr_nobody", people.new_email()))


async def test_the_owner_gets_in_from_a_browser_that_is_known_while_strangers_guess(
    app: FastAPI, browser: httpx.AsyncClient, people: People, database: Database
):
    somebody = await people.registered()
    assert (await browser.post("/auth/login", json=somebody.credentials)).status_code == 200
    await use_up(database, somebody)
    assert (await browser.post("/auth/login", json=somebody.credentials)).status_code == 200
    # The control: the same password from a browser that is not known has to wait.
    async with new_browser(app) as unknown:
        answer = await unknown.post("/auth/login", json=somebody.credentials)
        assert answer.status_code == 429
        assert 800 < int(answer.headers["Retry-After"]) <= 900


async def test_a_known_browser_may_not_guess_for_ever_either(browser: httpx.AsyncClient, people: People):
    somebody = await people.registered()
    assert (await browser.post("/auth/login", json=somebody.credentials)).status_code == 200
    await exhaust(browser, somebody)


async def test_a_browser_known_to_one_account_is_a_stranger_to_others(
    browser: httpx.AsyncClient, people: People, database: Database
):
    assert (await browser.post("/auth/login", json=(await people.registered()).credentials)).status_code == 200
    victim = await people.registered()
    await use_up(database, victim)
    assert await guess(browser, victim, people.new_address()) == 429


async def test_the_limits_survive_the_loss_of_redis(
    browser: httpx.AsyncClient, people: People, runtime: Runtime[Settings], database: Database
):
    somebody = await people.registered()
    await use_up(database, somebody)
    await runtime.redis.flushdb()
    assert await guess(browser, somebody, people.new_address()) == 429
    # The control: what holds is the row in Postgres.
    async with database.transaction() as session:
        await session.execute(delete(AttemptWindow).where(AttemptWindow.key == attempts.key("account", somebody.email)))
    assert await guess(browser, somebody, people.new_address()) == 401


async def test_signing_in_rightly_uses_nothing_up(app: FastAPI, people: People):
    somebody = await people.registered()
    for _ in range(12):
        async with new_browser(app) as browser:
            assert (await browser.post("/auth/login", json=somebody.credentials)).status_code == 200


@pytest.mark.parametrize(
    "path", ["/auth/login", "/auth/register", "/auth/forgot-password", "/auth/resend-verification"]
)
async def test_one_address_may_not_ask_for_everybody(
    browser: httpx.AsyncClient, people: People, path: str, database: Database
):
    address = people.new_address()
    window = attempts.by_address(address, 60)
    async with database.transaction() as session:
        for _ in range(59):
            await attempts.spend(session, window)
    body = {"email": people.new_email()}
    body |= {"password": PASSWORD} if path in {"/auth/login", "/auth/register"} else {}
    body |= {"name": "Ada"} if path == "/auth/register" else {}
    headers = {"X-Forwarded-For": f"198.51.100.7, {address}"}
    first, second = [await browser.post(path, json=body, headers=headers) for _ in range(2)]
    assert first.status_code in {202, 401}
    assert (second.status_code, second.json()["code"]) == (429, "too_many_attempts")
    body["email"] = people.new_email()
    elsewhere = await browser.post(path, json=body, headers={"X-Forwarded-For": people.new_address()})
    assert elsewhere.status_code in {202, 401}


async def test_addresses_of_one_ipv6_customer_count_as_one(
    browser: httpx.AsyncClient, people: People, database: Database
):
    async with database.transaction() as session:
        for _ in range(60):
            await attempts.spend(session, attempts.by_address("2001:db8:1:2::/64", 60))
    nobody = Somebody("usr_nobody", people.new_email())
    assert await guess(browser, nobody, "2001:db8:1:2:3:4:5:6") == 429
    assert await guess(browser, nobody, "2001:db8:1:3::1") == 401
