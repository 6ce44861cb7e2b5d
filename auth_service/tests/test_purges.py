"""What is kept for a while only, and then forgotten."""

from datetime import timedelta

from sqlalchemy import select

from auth_service import opaque_tokens
from auth_service.attempts import service as attempts
from auth_service.attempts.models import AttemptWindow
from auth_service.sign_ins import devices
from auth_service.sign_ins import service as sign_ins
from auth_service.sign_ins.models import KnownDevice, SignIn
from auth_service.tests.people import People
from shared.persistence import clock
from shared.persistence.database import Database

A_MINUTE = timedelta(minutes=1)


async def test_windows_of_attempts_are_forgotten_when_they_limit_nothing_any_more(database: Database):
    async with database.transaction() as session:
        now = await clock.now(session)
        for key, forget_at in (("purge:old", now - A_MINUTE), ("purge:new", now + A_MINUTE)):
            session.add(AttemptWindow(key=key, moments=[now], forget_at=forget_at))
    await attempts.purge(database)
    async with database.transaction() as session:
        left = select(AttemptWindow.key).where(AttemptWindow.key.like("purge:%"))
        assert (await session.execute(left)).scalars().all() == ["purge:new"]


async def test_sign_ins_are_forgotten_after_half_a_year(database: Database, people: People):
    account_id = (await people.registered()).account_id
    async with database.transaction() as session:
        now = await clock.now(session)
        for agent, at in (("old", now - sign_ins.KEPT - A_MINUTE), ("new", now - sign_ins.KEPT + A_MINUTE)):
            session.add(
                SignIn(account_id=account_id, outcome="signed_in", address="192.0.2.1", user_agent=agent, at=at)
            )
    await sign_ins.purge(database)
    async with database.transaction() as session:
        left = select(SignIn.user_agent).where(SignIn.account_id == account_id)
        assert (await session.execute(left)).scalars().all() == ["new"]


async def test_a_device_that_is_not_used_for_half_a_year_is_a_strangers(database: Database, people: People):
    account_id = (await people.registered()).account_id
    async with database.transaction() as session:
        now = await clock.now(session)
        for token, at in (("old", now - devices.KEPT - A_MINUTE), ("new", now - devices.KEPT + A_MINUTE)):
            hashed = opaque_tokens.hash_of(token)
            session.add(KnownDevice(token_hash=hashed, account_id=account_id, last_used_at=at))
    await devices.purge(database)
    async with database.transaction() as session:
        left = select(KnownDevice.token_hash).where(KnownDevice.account_id == account_id)
        assert (await session.execute(left)).scalars().all() == [opaque_tokens.hash_of("new")]
