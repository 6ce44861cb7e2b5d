"""What another service says that cannot be understood is asked again later, ever more rarely, like no answer."""

from datetime import UTC, datetime

from sqlalchemy import select

from event_service import asking
from event_service.accounts.models import AddressLookup
from shared.ids import new_id


async def test_an_answer_of_another_shape_is_put_off(database):
    email = f"{new_id('usr')}@example.org"
    async with database.transaction() as session:
        session.add(AddressLookup(email=email, due_at=datetime(2020, 1, 1, tzinfo=UTC)))

    async def ask(_lookup):
        return {"accounts": []}

    async def record(_session, _lookup, answer):
        assert answer["data"] == []

    await asking.work_off(database, AddressLookup, ask, record)
    async with database.transaction() as session:
        row = (await session.execute(select(AddressLookup).where(AddressLookup.email == email))).scalar_one()
    assert (row.state, row.attempts, row.lease_until) == ("waiting", 1, None)
    assert row.due_at > datetime(2020, 1, 2, tzinfo=UTC)
    assert "data" in row.last_error
