"""Work is claimed by one worker at a time, comes back when a worker dies, and only its holder records the outcome."""

import asyncio
import uuid
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import pytest
import pytest_asyncio
from sqlalchemy import delete
from sqlalchemy.ext.asyncio import create_async_engine
from sqlalchemy.orm import Mapped, mapped_column

from shared.persistence import clock, leases
from shared.persistence.database import Base, Database
from shared.persistence.leases import LeasedWork, LeaseLost, WorkState
from shared.testing.postgres import Scratch

LEASE = timedelta(seconds=30)


class Parcel(LeasedWork, Base):
    __tablename__ = "test_parcels"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=uuid.uuid4)


@pytest_asyncio.fixture
async def parcels(scratch: Scratch, database: Database) -> AsyncIterator[Database]:
    engine = create_async_engine(scratch.owner_url)
    async with engine.begin() as connection:
        await connection.run_sync(Base.metadata.create_all)
        await connection.execute(delete(Parcel))
    await engine.dispose()
    async with database.transaction() as session:
        session.add_all(Parcel(due_at=datetime.now(UTC)) for _ in range(20))
    yield database


async def _claim(database: Database, limit: int = 100, later: timedelta = timedelta(0)) -> list[Parcel]:
    async with database.transaction() as session:
        clock.set_now(session, datetime.now(UTC) + later)
        return list(await leases.claim(session, Parcel, limit=limit, lease=LEASE))


async def test_parallel_workers_never_claim_the_same_row(parcels: Database):
    claims = await asyncio.gather(*(_claim(parcels, limit=5) for _ in range(8)))
    claimed = [parcel.id for claim in claims for parcel in claim]
    assert len(claimed) == len(set(claimed)) == 20


async def test_a_lease_that_ran_out_is_claimed_again_and_the_first_holder_may_not_record(parcels: Database):
    first = (await _claim(parcels, limit=1))[0]
    assert first.id not in {parcel.id for parcel in await _claim(parcels)}
    second = {parcel.id: parcel for parcel in await _claim(parcels, later=timedelta(minutes=1))}[first.id]
    async with parcels.transaction() as session:
        with pytest.raises(LeaseLost):
            await leases.get_leased(session, first, first.id)
        (await leases.get_leased(session, second, second.id)).finish()
    assert second.attempts == 2
    assert first.id not in {parcel.id for parcel in await _claim(parcels, later=timedelta(hours=1))}


async def test_of_many_claimed_rows_those_are_locked_that_nobody_else_has_claimed_since(parcels: Database):
    claimed = await _claim(parcels, limit=3)
    taken_over = await _claim(parcels, limit=1, later=timedelta(minutes=1))
    async with parcels.transaction() as session:
        locked = {parcel.id for parcel in await leases.lock_leased(session, claimed, Parcel.id)}
    assert {parcel.id for parcel in claimed} - locked == {parcel.id for parcel in taken_over}
    assert len(locked) == 2


async def test_put_off_work_waits_longer_each_time_and_ends_dead(parcels: Database):
    parcel = (await _claim(parcels, limit=1))[0]
    moment, pauses = datetime.now(UTC), []
    for attempt in range(1, 4):
        parcel.attempts = attempt
        parcel.put_off(moment, "no answer", base=timedelta(seconds=1), cap=timedelta(seconds=3), most=3)
        pauses.append(parcel.due_at - moment)
    assert timedelta(0) < pauses[0] <= timedelta(seconds=2)
    assert timedelta(0) < pauses[1] <= timedelta(seconds=3)
    assert (parcel.state, parcel.last_error) == (WorkState.DEAD, "no answer")
    parcel.revive(moment)
    assert (parcel.state, parcel.attempts) == (WorkState.WAITING, 0)
