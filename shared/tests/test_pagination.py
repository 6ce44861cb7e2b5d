"""A cursor leads on where the page ended; one that somebody made up is a clear error."""

import base64
from datetime import UTC, datetime, timedelta

import orjson
import pytest
import pytest_asyncio
from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import create_async_engine
from sqlalchemy.orm import Mapped, mapped_column

from shared.ids import Id, new_id
from shared.persistence.database import Base, Database
from shared.testing.postgres import Scratch
from shared.web.pagination import InvalidCursor, Paging, paginate

START = datetime(2027, 1, 1, tzinfo=UTC)


class Listed(Base):
    __tablename__ = "test_listed"

    id: Mapped[str] = mapped_column(Id("tst"), primary_key=True)
    at: Mapped[datetime]


@pytest_asyncio.fixture
async def rows(scratch: Scratch, database: Database) -> Database:
    engine = create_async_engine(scratch.owner_url)
    async with engine.begin() as connection:
        await connection.run_sync(Base.metadata.create_all)
        await connection.execute(delete(Listed))
    await engine.dispose()
    async with database.transaction() as session:
        session.add_all(Listed(id=new_id("tst"), at=START + timedelta(hours=number // 3)) for number in range(25))
    return database


@pytest.mark.parametrize("descending", [False, True])
async def test_the_pages_together_are_the_whole_list_once(rows: Database, descending: bool):
    seen, after = [], None
    while True:
        async with rows.transaction() as session:
            page = await paginate(
                session, select(Listed), Paging(4, after), order_by=[Listed.at, Listed.id], descending=descending
            )
        seen += [(row.at, row.id) for row in page.data]
        after = page.next_cursor
        assert page.has_more == (after is not None)
        if after is None:
            break
    assert len(seen) == 25
    assert seen == sorted(seen, reverse=descending)


def _cursor(value: object) -> str:
    return base64.urlsafe_b64encode(orjson.dumps(value)).decode().rstrip("=")


@pytest.mark.parametrize(
    "cursor",
    [
        "",
        "x",
        "!!!!",
        "ä",
        _cursor([]),
        _cursor({"a": 1}),
        _cursor("text"),
        _cursor(["2027-01-01T00:00:00Z"]),
        _cursor(["2027-01-01T00:00:00", "tst_" + "0" * 32]),
        _cursor(["no moment", "tst_" + "0" * 32]),
        _cursor(["0001-01-01T00:00:00Z", "tst_" + "0" * 32]),
        _cursor(["9999-12-31T23:59:59.999999Z", "tst_" + "0" * 32]),
        _cursor(["2027-01-01T00:00:00+00:00", "evt_" + "0" * 32]),
        _cursor(["2027-01-01T00:00:00+00:00", 7]),
        _cursor([None, None]),
        _cursor([["x"], {}]),
    ],
)
async def test_a_made_up_cursor_is_refused(rows: Database, cursor: str):
    async with rows.transaction() as session:
        with pytest.raises(InvalidCursor):
            await paginate(session, select(Listed), Paging(4, cursor), order_by=[Listed.at, Listed.id])
