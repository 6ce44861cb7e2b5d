"""What the others are told: whole states, in order, with versions that rise."""

import asyncio
from datetime import UTC, datetime, timedelta

from sqlalchemy import update

from event_service.events.models import Event
from event_service.showing import service as showing
from event_service.tests.stage import moment
from shared.messages.event import EventPublished, TicketTypeChanged

REASON = {"reason": "Storm"}


async def test_a_draft_is_nobodys_business(stage, told):
    draft = await stage.draft()
    offer = await stage.ticket_type(draft)
    await stage.ask("PATCH", f"/events/{draft['id']}", {"title": "Another"})
    await stage.ask("PATCH", f"/events/{draft['id']}/ticket-types/{offer['id']}", {"price": 1})
    await stage.ask("DELETE", f"/events/{draft['id']}")
    assert await told(draft["id"]) == []


async def test_publication_tells_the_whole_state_with_types_and_capacities(stage, told):
    draft = await stage.draft()
    standing = await stage.ticket_type(draft, max_per_account=4)
    seated = await stage.ticket_type(draft, name="Seated", price=0, capacity=7)
    await stage.made(f"/events/{draft['id']}/publish", None)
    [row, staff] = await told(draft["id"])
    assert (row.type, staff.type, staff.payload["account_ids"]) == ("EventPublished", "StaffChanged", [])
    message = EventPublished.model_validate(row.payload)
    assert message.event.status == "published"
    assert (message.event.title, message.event.city, message.event.time_zone) == (
        draft["title"],
        "Graz",
        "Europe/Vienna",
    )
    assert message.event.organizer_name == "Riverside Concerts"
    assert [(offer.name, offer.price, offer.position) for offer in message.ticket_types] == [
        ("Standing", 2500, 0),
        ("Seated", 0, 1),
    ]
    capacities = {opening.ticket_type_id: opening.capacity for opening in message.capacities}
    assert capacities == {standing["id"]: 100, seated["id"]: 7}


async def test_versions_rise_in_the_order_of_the_log(stage, told):
    event = await stage.published()
    path = f"/events/{event['id']}"
    offer = event["ticket_types"][0]["id"]
    await stage.ask("PATCH", path, {"title": "One"})
    await stage.ask("PATCH", f"{path}/ticket-types/{offer}", {"price": 3000})
    await stage.ask("PATCH", f"/venues/{stage.venue_id}", {"name": "New Mill"})
    await stage.ask("PATCH", f"/organizers/{stage.organizer_id}", {"name": "Lakeside Concerts"})
    await stage.made(f"{path}/postpone", REASON)
    await stage.made(f"{path}/publish", None)
    await stage.ask("DELETE", f"{path}/ticket-types/{offer}")
    await stage.made(f"{path}/cancel", REASON)
    rows = [row for row in await told(event["id"]) if row.type != "StaffChanged"]
    assert [row.type for row in rows] == [
        "EventPublished",
        "EventChanged",
        "TicketTypeChanged",
        "EventChanged",
        "EventChanged",
        "EventPostponed",
        "EventChanged",
        "TicketTypeChanged",
        "EventCanceled",
    ]
    versions = [row.aggregate_version for row in rows]
    assert versions == sorted(set(versions))
    assert [row.payload["version"] for row in rows] == versions
    states = [row.payload["event"] for row in rows if "event" in row.payload]
    assert (states[2]["venue_name"], states[3]["organizer_name"]) == ("New Mill", "Lakeside Concerts")
    assert [state["status"] for state in states[4:]] == ["postponed", "published", "canceled"]
    assert [state["postponed_from"] is None for state in states[4:]] == [False, True, True]
    assert [state["status_reason"] for state in states[4:]] == [REASON["reason"], None, REASON["reason"]]
    types = [TicketTypeChanged.model_validate(row.payload).ticket_type for row in rows if "ticket_type" in row.payload]
    assert [(offer.price, offer.is_withdrawn, offer.version) for offer in types] == [(3000, False, 2), (3000, True, 3)]


async def test_versions_rise_also_when_everybody_edits_at_once(stage, told):
    event = await stage.published()
    path = f"/events/{event['id']}"
    edits = [stage.ask("PATCH", path, {"summary": f"Edit {number}"}) for number in range(8)]
    edits += [stage.ask("PATCH", f"/venues/{stage.venue_id}", {"street": f"Lane {number}"}) for number in range(4)]
    edits += [stage.ask("PATCH", f"/organizers/{stage.organizer_id}", {"name": f"Concerts {n}"}) for n in range(4)]
    answers = await asyncio.gather(*edits)
    assert {answer.status_code for answer in answers} == {200}
    rows = await told(event["id"], "EventChanged")
    versions = [row.payload["version"] for row in rows]
    assert len(versions) == len(edits)
    assert versions == sorted(set(versions))
    last, seen = rows[-1].payload["event"], await stage.seen(path)
    assert (last["organizer_name"], last["venue_address"]) == (seen["organizer_name"], seen["venue"]["street"])


async def test_an_event_that_moves_while_its_venue_is_renamed_shows_the_new_name(stage, told):
    event = await stage.published()
    other = (await stage.made("/venues", _venue(stage, "Barn")))["id"]
    move = stage.ask("PATCH", f"/events/{event['id']}", {"venue_id": other})
    rename = stage.ask("PATCH", f"/venues/{other}", {"name": "Great Barn"})
    answers = await asyncio.gather(move, rename)
    assert [answer.status_code for answer in answers] == [200, 200]
    last = (await told(event["id"], "EventChanged"))[-1]
    assert last.payload["event"]["venue_name"] == "Great Barn"
    found = await stage.seen("/events?q=great%20barn", auth=None)
    assert event["id"] in [row["id"] for row in found["data"]]


async def _ago(database, event, **columns):
    """The event as time, which the API does not turn back, has left it."""
    async with database.transaction() as session:
        await session.execute(update(Event).where(Event.id == event["id"]).values(**columns))


async def test_a_change_of_the_venue_is_told_of_what_is_ahead_and_shown_by_all(stage, told, database):
    over, off, ahead = [await stage.published() for _ in range(3)]
    past = datetime.now(UTC) - timedelta(hours=1)
    await _ago(database, over, doors_at=past, starts_at=past, ends_at=past + timedelta(minutes=1))
    await stage.made(f"/events/{off['id']}/cancel", REASON)
    etags = [(await stage.ask("GET", f"/events/{event['id']}")).headers["etag"] for event in (over, off, ahead)]
    await stage.ask("PATCH", f"/venues/{stage.venue_id}", {"street": "Mill Lane 2"})
    await stage.ask("PATCH", f"/organizers/{stage.organizer_id}", {"name": "Lakeside Concerts"})
    assert [len(await told(event["id"], "EventChanged")) for event in (over, off, ahead)] == [0, 0, 2]
    for event, etag in zip((over, off, ahead), etags, strict=True):
        assert (await stage.ask("GET", f"/events/{event['id']}")).headers["etag"] != etag


async def test_a_venue_of_many_events_tells_a_batch_at_once_and_the_rest_afterwards(stage, told, database, monkeypatch):
    monkeypatch.setattr(showing, "BATCH", 2)
    events = [await stage.published() for _ in range(5)]

    async def changes():
        return [len(await told(event["id"], "EventChanged")) for event in events]

    await stage.ask("PATCH", f"/venues/{stage.venue_id}", {"street": "Mill Lane 2"})
    assert await changes() == [1, 1, 0, 0, 0]
    await asyncio.gather(*(showing.go_on_all(database) for _ in range(3)))
    await showing.go_on_all(database)
    assert await changes() == [1] * 5
    found = await stage.seen(f"/events/{events[-1]['id']}")
    assert found["venue"]["street"] == "Mill Lane 2"


def _venue(stage, name):
    return {
        "organizer_id": stage.organizer_id,
        "name": name,
        "street": "Field 1",
        "city": "Graz",
        "country": "AT",
        "time_zone": "Europe/Vienna",
    }


async def test_a_change_of_times_is_told(stage, told):
    event = await stage.published()
    later = moment(hours=0.5)
    await stage.ask("PATCH", f"/events/{event['id']}", {"starts_at": later})
    [row] = await told(event["id"], "EventChanged")
    assert datetime.fromisoformat(row.payload["event"]["starts_at"]) == datetime.fromisoformat(later)
