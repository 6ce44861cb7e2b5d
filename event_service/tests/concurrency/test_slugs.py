"""Many events with one title at once: each gets an address. The control chooses without waiting and collides."""

import asyncio

from sqlalchemy.exc import IntegrityError

from event_service.events import slugs
from event_service.events.models import Event
from event_service.organizers.models import Organizer
from event_service.tests.stage import event_facts
from shared.persistence import clock


async def test_parallel_drafts_with_one_title_all_get_an_address(stage):
    facts = event_facts(organizer_id=stage.organizer_id, title="A title that everybody wants")
    drafts = await asyncio.gather(*(stage.made("/events", facts) for _ in range(6)))
    assert len({draft["slug"] for draft in drafts}) == 6


async def test_control_without_waiting_for_each_other_they_collide(stage, database, monkeypatch):
    chosen = asyncio.Barrier(2)

    async def choose_at_once(session, organizer_id):
        slug = slugs._of("A title without a queue")
        await chosen.wait()
        organizer = await session.get(Organizer, organizer_id)
        plain = {"summary": "", "description": "", "category": "", "programme": [], "search_words": []}
        session.add(Event(organizer=organizer, title="A", slug=slug, created_at=await clock.now(session), **plain))

    async def draft():
        try:
            async with database.transaction() as session:
                await choose_at_once(session, stage.organizer_id)
        except IntegrityError:
            return "collided"
        return "made"

    assert sorted(await asyncio.gather(draft(), draft())) == ["collided", "made"]
