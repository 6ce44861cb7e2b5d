"""However many present one token at once, there is one successor; the control shows what a careless rotation would do."""

import asyncio

import httpx
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from auth_service import opaque_tokens
from auth_service.sessions import rotation
from auth_service.sessions.models import RefreshToken
from auth_service.tests.people import People
from shared.persistence import clock
from shared.persistence.database import Database

AT_ONCE = 100


async def count_tokens(database: Database, session_id: str) -> int:
    query = select(func.count()).where(RefreshToken.session_id == session_id).select_from(RefreshToken)
    async with database.transaction() as session:
        return (await session.execute(query)).scalar_one()


async def test_a_hundred_refreshes_of_one_token_have_one_successor(
    browser: httpx.AsyncClient, people: People, database: Database
):
    session_id, token = await people.signed_in(await people.registered())
    headers = {"Cookie": f"rt={token}"}
    answers = await asyncio.gather(*(browser.post("/auth/refresh", headers=headers) for _ in range(AT_ONCE)))
    # A service that has too much to do says so; nobody gets a successor of their own.
    assert {answer.status_code for answer in answers} <= {200, 503}
    successors = {answer.headers["set-cookie"] for answer in answers if answer.status_code == 200}
    assert len(successors) == 1
    assert await count_tokens(database, session_id) == 2


async def rotate_carelessly(session: AsyncSession, presented: str, both_have_read: asyncio.Barrier) -> str:
    """Reads whether the token was used, then writes that it was: what the conditional update replaces."""
    token = await session.get_one(RefreshToken, opaque_tokens.hash_of(presented))
    assert token.used_at is None
    await both_have_read.wait()
    moment, salt = await clock.now(session), opaque_tokens.new_salt()
    token.used_at, token.successor_salt = moment, salt
    successor = opaque_tokens.successor(presented, salt)
    row = RefreshToken(token_hash=opaque_tokens.hash_of(successor), session_id=token.session_id, created_at=moment)
    session.add(row)
    return successor


async def test_control_without_the_conditional_update_two_at_once_have_two_successors(
    people: People, database: Database
):
    session_id, token = await people.signed_in(await people.registered())
    both_have_read = asyncio.Barrier(2)

    async def careless() -> str:
        async with database.transaction() as session:
            return await rotate_carelessly(session, token, both_have_read)

    assert len(set(await asyncio.gather(careless(), careless()))) == 2
    assert await count_tokens(database, session_id) == 3


async def test_a_refresh_that_comes_while_another_is_not_yet_committed_waits_and_gets_its_successor(
    people: People, database: Database
):
    session_id, token = await people.signed_in(await people.registered())

    async def second() -> rotation.Rotated | None:
        async with database.transaction() as session:
            return await rotation.rotate(session, token)

    async with database.transaction() as session:
        first = await rotation.rotate(session, token)
        await session.flush()  # the row is locked, nothing is committed
        waiting = asyncio.create_task(second())
        done, _ = await asyncio.wait({waiting}, timeout=0.2)
        assert not done
    assert await waiting == first
    assert await count_tokens(database, session_id) == 2
