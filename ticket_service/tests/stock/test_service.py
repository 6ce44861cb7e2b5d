"""Taking from several allocations together."""

import pytest

from shared.persistence.database import Database
from ticket_service.stock import sale_status
from ticket_service.stock import service as stock
from ticket_service.stock.errors import SoldOut
from ticket_service.tests.shop import Shop


async def test_a_type_draws_from_its_own_allocation_and_from_the_whole_events(database: Database, shop: Shop):
    offered = await shop.publish({}, {}, capacity=10, overall=12)
    first, second = (kind.ticket_type_id for kind in offered.kinds)
    async with database.transaction() as session:
        await stock.sell(session, offered.event_id, {first: 9})
    async with database.transaction() as session:
        sale = await sale_status.find(session, offered.event_id)
    assert sale is not None
    assert [kind.available for kind in sale.ticket_types] == [1, 3]
    with pytest.raises(SoldOut):
        async with database.transaction() as session:
            await stock.sell(session, offered.event_id, {second: 4})
    assert await shop.stock(offered, 1) == (0, 0)


async def test_several_types_are_taken_all_or_none(database: Database, shop: Shop):
    offered = await shop.publish({}, {}, capacity=3)
    first, second = (kind.ticket_type_id for kind in offered.kinds)
    with pytest.raises(SoldOut):
        async with database.transaction() as session:
            await stock.sell(session, offered.event_id, {first: 1, second: 4})
    assert await shop.stock(offered, 0) == (0, 0)
    assert await shop.stock(offered, 1) == (0, 0)
