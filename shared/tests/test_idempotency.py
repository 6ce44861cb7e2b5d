"""One key, one effect, one answer. The control drops the key and gets many effects."""

import asyncio
from collections.abc import AsyncIterator, Callable
from types import SimpleNamespace

import httpx
import pytest
import pytest_asyncio
from fastapi import FastAPI
from sqlalchemy import delete, func, select
from sqlalchemy.ext.asyncio import create_async_engine

from shared.access import tokens
from shared.deciding.kept_answers import lock_of
from shared.peers.discovery import Directory
from shared.peers.jwks import KeySet
from shared.persistence.database import Base, Database
from shared.runtime import connect_redis
from shared.testing.accounts import Person, Signer
from shared.testing.insisting import decided
from shared.testing.postgres import Scratch
from shared.tests.effects import Effect, asked_outside, router
from shared.web import application, problems
from shared.web.edge import Edge


@pytest.fixture(scope="session")
def signer(tmp_path_factory: pytest.TempPathFactory) -> Signer:
    return Signer(tmp_path_factory.mktemp("secrets"))


@pytest_asyncio.fixture
async def client(scratch: Scratch, database: Database, signer: Signer) -> AsyncIterator[httpx.AsyncClient]:
    engine = create_async_engine(scratch.owner_url)
    async with engine.begin() as connection:
        await connection.run_sync(Base.metadata.create_all)
        await connection.execute(delete(Effect))
    await engine.dispose()
    app = FastAPI()
    application.serve(app, router)
    problems.install(app)
    app.add_middleware(Edge, check=application.check_of([router]))
    keys = KeySet(Directory(connect_redis("redis://127.0.0.1:1"), {}))
    keys.trust(tokens.public_keys(signer.jwks()))
    app.state.runtime = SimpleNamespace(database=database, keys=keys)
    transport = httpx.ASGITransport(app, raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url="http://localhost/api/v1") as client:
        yield client
    await keys.close()


@pytest.fixture
def person(signer: Signer) -> Callable[[], Person]:
    return lambda: Person(signer)


async def _effects(database: Database) -> int:
    async with database.transaction() as session:
        return (await session.execute(select(func.count()).select_from(Effect))).scalar_one()


async def _post(client: httpx.AsyncClient, who: Person, key: str | None, size: int = 1, path: str = "/effects"):
    headers = {} if key is None else {"Idempotency-Key": key}
    return await client.post(path, json={"size": size}, headers=headers, auth=who)


async def test_twenty_parallel_requests_with_one_key_have_one_effect_and_one_answer(client, database, person):
    who = person()
    answers = await asyncio.gather(*(decided(lambda: _post(client, who, "k")) for _ in range(20)))
    assert {answer.status_code for answer in answers} == {201}
    assert len({answer.content for answer in answers}) == 1
    assert len({answer.headers["location"] for answer in answers}) == 1
    assert sorted(answer.headers.get("idempotent-replayed", "") for answer in answers) == [""] + ["true"] * 19
    assert await _effects(database) == 1


async def test_a_twin_that_takes_too_long_is_said_to_be_still_running(client, database, person):
    who = person()
    async with database.transaction() as twin:
        await twin.execute(select(func.pg_advisory_xact_lock(lock_of(who.account_id, "k"))))
        answer = await _post(client, who, "k")
    assert (answer.status_code, answer.json()["code"]) == (409, "request_in_progress")
    assert answer.headers["retry-after"] == "1"


async def test_after_the_key_is_claimed_other_locks_are_waited_for_as_usual(client, person):
    answer = await client.put("/lock-timeout", headers={"Idempotency-Key": "k"}, auth=person())
    assert answer.json() == {"lock_timeout": "1s"}


async def test_control_without_the_key_each_request_has_its_own_effect(client, database, person):
    who = person()
    await asyncio.gather(*(decided(lambda: _post(client, who, None, path="/uncounted")) for _ in range(20)))
    assert await _effects(database) == 20


async def test_a_refusal_is_kept_and_leaves_no_effect(client, database, person):
    who = person()
    first, second = await _post(client, who, "k", 101), await _post(client, who, "k", 101)
    assert (first.status_code, first.json()["code"]) == (409, "too_big")
    assert second.content == first.content
    assert second.headers["idempotent-replayed"] == "true"
    assert second.headers["content-type"] == "application/problem+json"
    assert await _effects(database) == 0


@pytest.mark.parametrize(("size", "status"), [(99, 503), (98, 409)])
async def test_an_answer_that_says_try_again_is_not_kept(client, database, person, size, status):
    who = person()
    assert (await _post(client, who, "k", size)).status_code == status
    again = await _post(client, who, "k", size)
    assert (again.status_code, again.headers["retry-after"]) == (status, "1")
    assert "idempotent-replayed" not in again.headers
    assert await _effects(database) == 0


async def test_another_request_with_the_same_key_is_refused(client, database, person):
    who = person()
    await _post(client, who, "k", 1)
    other = await _post(client, who, "k", 2)
    assert (other.status_code, other.json()["code"]) == (422, "idempotency_key_reused")
    assert await _effects(database) == 1


async def test_somebody_elses_key_is_another_key(client, database, person):
    first, second = await _post(client, person(), "k"), await _post(client, person(), "k")
    assert first.content != second.content
    assert await _effects(database) == 2


async def test_a_missing_or_malformed_key_is_a_clear_error(client, person):
    missing, too_long = [await _post(client, person(), key) for key in (None, "k" * 256)]
    assert (missing.status_code, missing.json()["code"]) == (400, "idempotency_key_required")
    assert too_long.status_code in {400, 422}


async def test_the_key_may_be_quoted_and_the_bodys_key_order_does_not_matter(client, database, person):
    who = person()
    first, second = await _post(client, who, "k"), await _post(client, who, '"k"')
    assert first.content == second.content
    assert await _effects(database) == 1


async def test_a_route_that_acts_outside_first_acts_once_for_repeated_requests(client, database, person):
    who, headers = person(), {"Idempotency-Key": "k"}
    asked_outside.clear()
    for size in (7, 101, 1001):
        headers["Idempotency-Key"] = f"k{size}"
        first = await client.put("/outside", json={"size": size}, headers=headers, auth=who)
        again = await client.put("/outside", json={"size": size}, headers=headers, auth=who)
        assert (again.content, again.headers["idempotent-replayed"]) == (first.content, "true")
    other = await client.put("/outside", json={"size": 8}, headers=headers, auth=who)
    assert other.json()["code"] == "idempotency_key_reused"
    assert (asked_outside, await _effects(database)) == ([7, 101, 1001], 1)


async def test_control_without_a_key_a_repeated_request_acts_outside_again(client, person):
    who = person()
    asked_outside.clear()
    for _ in range(2):
        await client.put("/outside", json={"size": 7}, auth=who)
    assert asked_outside == [7, 7]


async def test_an_image_with_a_key_is_compared_by_its_bytes(client, database, person):
    who, headers = person(), {"Idempotency-Key": "k", "Content-Type": "image/png"}
    pictures = (b"\x89PNG", b"\x89PNG", b"\x89PNG.")
    first, again, other = [await client.put("/image", content=one, headers=headers, auth=who) for one in pictures]
    assert (first.status_code, again.content, other.status_code) == (200, first.content, 422)
    assert await _effects(database) == 1
