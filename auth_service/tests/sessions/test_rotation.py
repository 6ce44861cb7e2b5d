from datetime import datetime, timedelta

import pytest
import pytest_asyncio
from sqlalchemy import select

from auth_service import opaque_tokens
from auth_service.sessions import rotation
from auth_service.sessions import service as sessions
from auth_service.sessions.models import GRACE, IDLE_LIFE, LONGEST_LIFE, AccountSession, RefreshToken
from auth_service.tests.people import People, Somebody
from shared.access import revocations
from shared.persistence import clock
from shared.persistence.database import Database


class Device:
    """Somebody's browser, which refreshes at moments of our choice; the first one is `start`."""

    def __init__(self, database: Database, session_id: str, token: str, start: datetime) -> None:
        self._database, self.session_id, self.token, self.start = database, session_id, token, start

    async def refresh(self, token: str, after: timedelta) -> str | None:
        async with self._database.transaction() as session:
            clock.set_now(session, self.start + after)
            rotated = await rotation.rotate(session, token)
        return rotated.refresh_token if rotated else None

    async def row(self) -> AccountSession:
        async with self._database.transaction() as session:
            return await session.get_one(AccountSession, self.session_id)


@pytest_asyncio.fixture
async def somebody(people: People) -> Somebody:
    return await people.registered()


@pytest_asyncio.fixture
async def device(people: People, somebody: Somebody, database: Database) -> Device:
    session_id, token = await people.signed_in(somebody)
    async with database.transaction() as session:
        start = (await session.get_one(AccountSession, session_id)).created_at
    return Device(database, session_id, token, start)


async def test_each_refresh_gives_a_new_token_and_only_hashes_are_kept(device: Device, database: Database):
    second = await device.refresh(device.token, timedelta(seconds=1))
    assert second is not None
    third = await device.refresh(second, timedelta(minutes=5))
    assert third is not None
    assert len({device.token, second, third}) == 3
    async with database.transaction() as session:
        kept = select(RefreshToken.token_hash).where(RefreshToken.session_id == device.session_id)
        hashes = set((await session.execute(kept)).scalars())
    assert hashes == {opaque_tokens.hash_of(token) for token in (device.token, second, third)}


async def test_a_token_used_again_within_the_grace_gives_the_same_successor(device: Device):
    successor = await device.refresh(device.token, timedelta())
    assert await device.refresh(device.token, GRACE - timedelta(seconds=1)) == successor
    assert successor is not None
    assert await device.refresh(successor, timedelta(minutes=4)) is not None


async def test_a_token_used_again_after_the_grace_ends_the_whole_session(
    device: Device, somebody: Somebody, people: People
):
    successor = await device.refresh(device.token, timedelta())
    assert successor is not None
    assert await device.refresh(device.token, GRACE) is None
    assert await device.refresh(successor, GRACE) is None
    assert (await device.row()).end_reason == "token_reused"
    kind, payload = (await people.told_about(somebody))[-1]
    assert (kind, payload["session_id"], payload["reason"]) == ("SessionRevoked", device.session_id, "token_reused")


async def test_after_a_reuse_access_tokens_of_the_session_are_refused_where_it_matters(
    device: Device, database: Database
):
    await device.refresh(device.token, timedelta())
    await device.refresh(device.token, GRACE)
    async with database.transaction() as session:
        assert await revocations.is_revoked(session, device.session_id)


async def test_the_end_of_a_session_is_told_once_however_often_its_tokens_are_tried(
    device: Device, somebody: Somebody, people: People
):
    await device.refresh(device.token, timedelta())
    for _ in range(3):
        await device.refresh(device.token, GRACE)
    told = [kind for kind, _ in await people.told_about(somebody)]
    assert told.count("SessionRevoked") == 1


async def test_once_the_salts_are_forgotten_no_successor_can_be_computed(device: Device, database: Database):
    await device.refresh(device.token, timedelta())
    async with database.transaction() as session:
        clock.set_now(session, device.start + sessions.SALTS_KEPT + timedelta(seconds=1))
        await sessions.forget_salts(session)
        used = await session.get_one(RefreshToken, opaque_tokens.hash_of(device.token))
    assert used.successor_salt is None


async def test_the_successor_needs_both_the_token_and_the_salt():
    token, salt = opaque_tokens.new(), opaque_tokens.new_salt()
    successor = opaque_tokens.successor(token, salt)
    assert successor == opaque_tokens.successor(token, salt)
    assert len(successor) == len(token) == 43
    assert successor != opaque_tokens.successor(token, opaque_tokens.new_salt())
    assert successor != opaque_tokens.successor(opaque_tokens.new(), salt)


async def test_a_session_that_rests_for_a_week_has_ended(device: Device):
    assert await device.refresh(device.token, IDLE_LIFE) is None


async def test_a_session_in_daily_use_ends_after_its_longest_life(device: Device):
    token, day = device.token, timedelta()
    while (successor := await device.refresh(token, day)) is not None:
        token, day = successor, day + timedelta(days=1)
    assert day == LONGEST_LIFE


@pytest.mark.parametrize("token", ["", "x" * 43, opaque_tokens.new()])
async def test_an_unknown_token_gives_nothing(device: Device, token: str):
    assert await device.refresh(token, timedelta()) is None
    assert await device.refresh(device.token, timedelta()) is not None


async def test_old_sessions_are_forgotten_with_their_tokens(device: Device, people: People, database: Database):
    await device.refresh(device.token, timedelta())
    young, _ = await people.signed_in(await people.registered())
    async with database.transaction() as session:
        old = await session.get_one(AccountSession, device.session_id)
        old.expires_at = device.start - sessions.KEPT - timedelta(minutes=1)
    await sessions.purge(database)
    async with database.transaction() as session:
        assert await session.get(AccountSession, device.session_id) is None
        assert await session.get(RefreshToken, opaque_tokens.hash_of(device.token)) is None
        assert await session.get(AccountSession, young) is not None
