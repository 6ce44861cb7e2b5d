"""One bad row stops no other, whatever is wrong with it; a database that is away stops all until the next run."""

from collections.abc import Sequence

import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from shared.errors import Unavailable
from shared.persistence.database import Database
from ticket_service.sweeping import sweep

ROWS = ("first", "bad", "last")


class Ended:
    """Rows that are ended in the database's session, one of which cannot be."""

    def __init__(self, fault: Exception | None) -> None:
        self.fault, self.rows = fault, list[str]()

    async def find(self, _session: AsyncSession, _limit: int) -> Sequence[str]:
        return ROWS

    async def end(self, session: AsyncSession, rows: Sequence[str]) -> None:
        if "bad" in rows:
            if self.fault is not None:
                raise self.fault
            await session.execute(text("SELECT 1 / 0"))
        self.rows += rows


@pytest.mark.parametrize("fault", [None, KeyError("no such line"), AssertionError("its books do not agree")])
async def test_the_rows_beside_a_bad_one_are_ended(database: Database, fault: Exception | None):
    ended = Ended(fault)
    await sweep(database, ended.find, ended.end)
    assert ended.rows == ["first", "last"]


async def test_while_the_database_is_away_nothing_is_tried_row_by_row(database: Database):
    ended = Ended(Unavailable())
    with pytest.raises(Unavailable):
        await sweep(database, ended.find, ended.end)
    assert ended.rows == []
