"""Drafts, changes, and who sees what."""

import pytest

from event_service.tests.stage import V1, event_facts, moment


async def test_a_draft_is_its_managers_alone(stage, client, set_stage):
    draft = await stage.draft()
    assert draft["status"] == "draft"
    assert draft["organizer_name"] == "Riverside Concerts"
    assert draft["venue"]["time_zone"] == "Europe/Vienna"
    own = await stage.ask("GET", f"/events/{draft['id']}")
    assert (own.status_code, own.json()) == (200, draft)
    assert own.headers["cache-control"] == "no-store"
    stranger = await set_stage()
    assert (await stranger.ask("GET", f"/events/{draft['id']}")).status_code == 404
    assert (await client.get(f"{V1}/events/{draft['id']}")).status_code == 404
    assert (await client.get(f"{V1}/events/by-slug/{draft['slug']}")).status_code == 404


async def test_a_draft_needs_no_more_than_a_title(stage):
    draft = await stage.made("/events", {"organizer_id": stage.organizer_id, "title": "Something"})
    assert (draft["venue"], draft["starts_at"], draft["programme"], draft["ticket_types"]) == (None, None, [], [])


async def test_a_published_event_is_public_and_may_be_kept_for_a_second(stage, client):
    event = await stage.published()
    answer = await client.get(f"{V1}/events/{event['id']}")
    assert (answer.status_code, answer.headers["cache-control"]) == (200, "public, max-age=1")
    assert answer.json() == event
    assert "capacity" not in answer.text
    assert answer.json()["ticket_types"][0]["price"] == 2500
    by_slug = await client.get(f"{V1}/events/by-slug/{event['slug']}")
    assert by_slug.json() == event
    signed_in = await stage.ask("GET", f"/events/{event['id']}")
    assert signed_in.headers["cache-control"] == "no-store"


async def test_an_unchanged_event_is_not_sent_again(stage, client):
    event = await stage.published()
    first = await client.get(f"{V1}/events/{event['id']}")
    tag = {"If-None-Match": first.headers["etag"]}
    again = await client.get(f"{V1}/events/{event['id']}", headers=tag)
    assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", first.headers["etag"])
    await stage.ask("PATCH", f"/events/{event['id']}", {"title": "Blues at the Mill"})
    assert (await client.get(f"{V1}/events/{event['id']}", headers=tag)).json()["title"] == "Blues at the Mill"


async def test_patch_changes_what_it_names_and_null_clears(stage):
    draft = await stage.draft()
    answer = await stage.ask(
        "PATCH", f"/events/{draft['id']}", {"summary": "Changed", "venue_id": None, "ends_at": None}
    )
    changed = answer.json()
    assert (changed["summary"], changed["venue"], changed["ends_at"]) == ("Changed", None, None)
    assert (changed["title"], changed["starts_at"]) == (draft["title"], draft["starts_at"])
    assert answer.headers["etag"] != '"1"'


@pytest.mark.parametrize("field", ["title", "summary", "description", "category", "programme"])
async def test_what_cannot_be_cleared_is_not_cleared(stage, field):
    draft = await stage.draft()
    answer = await stage.ask("PATCH", f"/events/{draft['id']}", {field: None})
    assert (answer.status_code, answer.json()["errors"][0]["param"]) == (422, field)


@pytest.mark.parametrize(
    "field", ["id", "status", "slug", "organizer_id", "image_id", "currency", "version", "published_at", "sale_status"]
)
async def test_nobody_sets_what_is_not_theirs_to_set(stage, field):
    draft = await stage.draft()
    for method, path, body in (
        ("PATCH", f"/events/{draft['id']}", {}),
        ("POST", "/events", event_facts(organizer_id=stage.organizer_id)),
    ):
        if field == "organizer_id" and method == "POST":
            continue
        answer = await stage.ask(method, path, {**body, field: "published"})
        assert (answer.status_code, answer.json()["errors"][0]["param"]) == (422, field)


async def test_a_change_that_changes_nothing_keeps_the_version(stage, told):
    event = await stage.published()
    before = await stage.ask("GET", f"/events/{event['id']}")
    same = {name: event[name] for name in ("title", "summary", "starts_at", "programme")}
    after = await stage.ask("PATCH", f"/events/{event['id']}", same)
    assert after.headers["etag"] == before.headers["etag"]
    assert await told(event["id"], "EventChanged") == []


async def test_the_programme_is_kept_in_the_order_in_which_it_happens(stage):
    programme = [{"starts_at": moment(hours=2), "title": "Late"}, {"starts_at": moment(hours=1), "title": "Early"}]
    draft = await stage.draft(programme=programme)
    assert [entry["title"] for entry in draft["programme"]] == ["Early", "Late"]


async def test_a_venue_of_another_organizer_is_not_there(stage, set_stage):
    stranger = await set_stage()
    facts = event_facts(organizer_id=stage.organizer_id, venue_id=stranger.venue_id)
    assert (await stage.ask("POST", "/events", facts)).json()["param"] == "venue_id"
    draft = await stage.draft()
    answer = await stage.ask("PATCH", f"/events/{draft['id']}", {"venue_id": stranger.venue_id})
    assert (answer.status_code, answer.json()["param"]) == (404, "venue_id")


async def test_a_venue_of_another_organizer_of_mine_is_not_taken_either(stage):
    other = (await stage.made("/organizers", {"name": "Another"}))["id"]
    draft = await stage.made("/events", {"organizer_id": other, "title": "Elsewhere"})
    answer = await stage.ask("PATCH", f"/events/{draft['id']}", {"venue_id": stage.venue_id})
    assert (answer.status_code, answer.json()["param"]) == (404, "venue_id")


async def test_a_deleted_draft_is_gone_with_everything(stage):
    draft = await stage.draft()
    await stage.ticket_type(draft)
    await stage.made(f"/events/{draft['id']}/staff", {"email": "ada@example.org"})
    assert (await stage.ask("DELETE", f"/events/{draft['id']}")).status_code == 204
    assert (await stage.ask("GET", f"/events/{draft['id']}")).status_code == 404
    assert (await stage.ask("DELETE", f"/events/{draft['id']}")).status_code == 404


async def test_what_was_published_is_not_deleted(stage):
    event = await stage.published()
    answer = await stage.ask("DELETE", f"/events/{event['id']}")
    assert (answer.status_code, answer.json()["code"]) == (409, "event_not_draft")


async def test_an_organizers_list_has_drafts_and_can_be_narrowed(stage):
    draft, event = await stage.draft(), await stage.published()
    path = f"/organizers/{stage.organizer_id}/events"
    assert [row["id"] for row in (await stage.seen(path))["data"]] == [event["id"], draft["id"]]
    assert [row["id"] for row in (await stage.seen(f"{path}?status=draft"))["data"]] == [draft["id"]]
    assert (await stage.ask("GET", f"{path}?status=gone")).status_code == 422
    assert (await stage.ask("GET", f"{path}?state=draft")).json()["code"] == "unknown_parameter"


@pytest.mark.parametrize("title", ["", "   ", "x" * 201, "two\nlines", "nul\x00", "rtl \u202e", 7, None])
async def test_a_title_is_one_line_of_visible_text(stage, title):
    answer = await stage.ask("POST", "/events", {"organizer_id": stage.organizer_id, "title": title})
    assert answer.status_code in {400, 422}


@pytest.mark.parametrize(
    "when",
    [
        "tomorrow",
        "2027-05-01",
        "2027-05-01T18:00:00",
        "9999-12-31T23:59:59-23:59",
        "0001-01-01T00:00:00+10:00",
        1e300,
        True,
    ],
)
async def test_a_moment_has_an_offset_and_is_in_range(stage, when):
    answer = await stage.ask("POST", "/events", event_facts(organizer_id=stage.organizer_id, starts_at=when))
    assert answer.status_code == 422, answer.text
