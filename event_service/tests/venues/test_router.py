"""Where events happen."""

import pytest

from event_service.tests.stage import venue_facts


async def test_a_venue_is_made_read_listed_and_changed(stage):
    facts = venue_facts(organizer_id=stage.organizer_id, name="Barn")
    venue = await stage.made("/venues", facts)
    assert venue == {**facts, "id": venue["id"]}
    assert await stage.seen(f"/venues/{venue['id']}") == venue
    listed = await stage.seen(f"/venues?organizer_id={stage.organizer_id}")
    assert [row["id"] for row in listed["data"]] == [stage.venue_id, venue["id"]]
    changed = await stage.ask("PATCH", f"/venues/{venue['id']}", {"street": "Field 2"}, headers={"If-Match": '"1"'})
    assert (changed.json(), changed.headers["etag"]) == ({**venue, "street": "Field 2"}, '"2"')


@pytest.mark.parametrize(
    ("field", "values"),
    [
        ("time_zone", ["Europe/Nowhere", "europe/vienna", "../etc/passwd", "", "UTC+1", "localtime", None]),
        ("country", ["XX", "ZZ", "EU", "at", "AUT", "", None]),
        ("name", ["", "  ", None, "a\x07b"]),
        ("city", ["", "x" * 201, 8010]),
        ("street", ["x" * 501, None]),
    ],
)
async def test_a_venue_is_somewhere(stage, field, values):
    for value in values:
        created = await stage.ask("POST", "/venues", venue_facts(organizer_id=stage.organizer_id, **{field: value}))
        changed = await stage.ask("PATCH", f"/venues/{stage.venue_id}", {field: value})
        assert (created.status_code, changed.status_code) == (422, 422), value
        assert created.json()["errors"][0]["param"] == field


async def test_a_list_needs_an_organizer(stage):
    assert (await stage.ask("GET", "/venues")).status_code == 422


async def test_a_change_shows_on_the_events_there(stage):
    draft = await stage.draft()
    before = (await stage.ask("GET", f"/events/{draft['id']}")).headers["etag"]
    await stage.ask("PATCH", f"/venues/{stage.venue_id}", {"name": "New Mill"})
    after = await stage.ask("GET", f"/events/{draft['id']}")
    assert after.json()["venue"]["name"] == "New Mill"
    assert after.headers["etag"] != before
    await stage.ask("PATCH", f"/venues/{stage.venue_id}", {"name": "New Mill"})
    assert (await stage.ask("GET", f"/events/{draft['id']}")).headers["etag"] == after.headers["etag"]
