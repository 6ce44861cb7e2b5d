"""What the lock on the event's row is for: the same commands without it tell one version twice, or one publication twice."""

import asyncio

import pytest
from sqlalchemy import update
from sqlalchemy.exc import IntegrityError

from event_service.events import queries, service
from event_service.events.models import Event
from event_service.events.ticket_type import TicketType
from event_service.publication import service as publication
from shared.access.principals import Principal


async def _twice_at_once(database, stage, event_id, get, change):
    """Two transactions; unless `get` locks, both have read before either writes."""
    caller = Principal(stage.person.account_id, stage.person.session_id, frozenset(["EventCreator"]))
    both_have_read = asyncio.Barrier(2)

    async def once(number):
        async with database.transaction() as session:
            event = await get(session, event_id, caller)
            if get is queries.get_managed:
                await both_have_read.wait()
            await change(session, event, number)

    return await asyncio.gather(once(1), once(2), return_exceptions=True)


async def _edit(session, event, number):
    await service.edit(session, event, {"title": f"Edit {number}"}, None)


async def _publish(session, event, _number):
    await publication.publish(session, event)


async def test_two_changes_have_two_versions(stage, database, told):
    event = await stage.published()
    await _twice_at_once(database, stage, event["id"], queries.get_managed_for_update, _edit)
    first, second = [row.aggregate_version for row in await told(event["id"], "EventChanged")]
    assert first < second


async def test_control_without_the_lock_two_changes_have_one_version(stage, database, told):
    event = await stage.published()
    await _twice_at_once(database, stage, event["id"], queries.get_managed, _edit)
    first, second = [row.aggregate_version for row in await told(event["id"], "EventChanged")]
    assert first == second


async def test_two_publications_are_one(stage, database, told):
    draft = await stage.draft()
    await stage.ticket_type(draft)
    await _twice_at_once(database, stage, draft["id"], queries.get_managed_for_update, _publish)
    assert len(await told(draft["id"], "EventPublished")) == 1


async def test_control_without_the_lock_two_publications_are_two(stage, database, told):
    draft = await stage.draft()
    await stage.ticket_type(draft)
    await _twice_at_once(database, stage, draft["id"], queries.get_managed, _publish)
    assert len(await told(draft["id"], "EventPublished")) == 2


async def test_the_database_itself_refuses_a_second_currency_and_an_event_without_times(stage, database):
    event = await stage.published()
    for statement in (
        update(TicketType).where(TicketType.event_id == event["id"]).values(currency="CHF"),
        update(Event).where(Event.id == event["id"]).values(doors_at=None),
        update(Event).where(Event.id == event["id"]).values(venue_id=None),
        update(Event).where(Event.id == event["id"]).values(status="sold"),
    ):
        with pytest.raises(IntegrityError):
            async with database.transaction() as session:
                await session.execute(statement)
