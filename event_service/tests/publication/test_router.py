"""Draft, published, postponed, canceled: what leads where, and what does not."""

from datetime import datetime

import pytest

from event_service.tests.stage import V1, moment, type_facts

REASON = {"reason": "The singer has lost her voice."}


async def _in_state(stage, state):
    if state == "draft":
        draft = await stage.draft()
        await stage.ticket_type(draft)
        return draft["id"]
    event = await stage.published()
    if state != "published":
        action = {"postponed": "postpone", "canceled": "cancel"}[state]
        await stage.made(f"/events/{event['id']}/{action}", REASON)
    return event["id"]


@pytest.mark.parametrize(
    ("state", "action", "leads_to"),
    [
        ("draft", "publish", "published"),
        ("published", "postpone", "postponed"),
        ("published", "cancel", "canceled"),
        ("postponed", "publish", "published"),
        ("postponed", "postpone", "postponed"),
        ("postponed", "cancel", "canceled"),
    ],
)
async def test_an_event_goes_from_state_to_state(stage, state, action, leads_to):
    event_id = await _in_state(stage, state)
    event = await stage.made(f"/events/{event_id}/{action}", None if action == "publish" else REASON)
    assert event["status"] == leads_to
    assert event["status_reason"] == (None if leads_to == "published" else REASON["reason"])


@pytest.mark.parametrize(
    ("state", "action", "code"),
    [
        ("draft", "postpone", "event_not_published"),
        ("draft", "cancel", "event_not_published"),
        ("published", "publish", "event_already_published"),
        ("canceled", "publish", "event_is_canceled"),
        ("canceled", "postpone", "event_is_canceled"),
        ("canceled", "cancel", "event_is_canceled"),
    ],
)
async def test_no_other_way_leads_anywhere(stage, told, state, action, code):
    event_id = await _in_state(stage, state)
    before, messages = await stage.seen(f"/events/{event_id}"), len(await told(event_id))
    answer = await stage.ask("POST", f"/events/{event_id}/{action}", None if action == "publish" else REASON)
    assert (answer.status_code, answer.json()["code"]) == (409, code)
    assert await stage.seen(f"/events/{event_id}") == before
    assert len(await told(event_id)) == messages


async def test_a_canceled_event_stays_as_it_is(stage, neighbours):
    event_id = await _in_state(stage, "canceled")
    offer = (await stage.seen(f"/events/{event_id}"))["ticket_types"][0]["id"]
    types = f"/events/{event_id}/ticket-types"
    for method, path, body in (
        ("PATCH", f"/events/{event_id}", {"title": "Still on?"}),
        ("POST", types, type_facts(name="Late")),
        ("PATCH", f"{types}/{offer}", {"price": 1}),
        ("DELETE", f"{types}/{offer}", None),
        ("PUT", f"{types}/{offer}/capacity", {"capacity": 5}),
        ("POST", f"/events/{event_id}/staff", {"email": "ada@example.org"}),
    ):
        answer = await stage.ask(method, path, body)
        assert (answer.status_code, answer.json()["code"]) == (409, "event_is_canceled"), path
    assert neighbours.capacities_asked == []


async def test_everything_that_is_missing_is_said_at_once(stage):
    draft = await stage.made("/events", {"organizer_id": stage.organizer_id, "title": "Bare"})
    answer = await stage.ask("POST", f"/events/{draft['id']}/publish")
    assert (answer.status_code, answer.json()["code"]) == (409, "event_not_ready")
    flaws = {(flaw["param"], flaw["code"]) for flaw in answer.json()["errors"]}
    assert flaws == {
        ("venue_id", "missing"),
        ("doors_at", "missing"),
        ("starts_at", "missing"),
        ("ends_at", "missing"),
        ("ticket_types", "missing"),
    }
    assert (await stage.seen(f"/events/{draft['id']}"))["status"] == "draft"


async def test_everything_that_is_wrong_is_said_at_once(stage):
    draft = await stage.draft(
        doors_at=moment(days=-1, hours=1),
        starts_at=moment(days=-1),
        ends_at=moment(days=-2),
        programme=[{"starts_at": moment(days=5), "title": "Too late"}],
    )
    none_left = await stage.ticket_type(draft, capacity=0, sales_end_at=moment(days=-1), sales_start_at=moment(days=1))
    never = await stage.ticket_type(draft, valid_from=moment(days=2), valid_until=moment(days=1))
    answer = await stage.ask("POST", f"/events/{draft['id']}/publish")
    flaws = {(flaw["param"], flaw["code"]) for flaw in answer.json()["errors"]}
    assert flaws == {
        ("doors_at", "after_start"),
        ("ends_at", "before_start"),
        ("ends_at", "in_the_past"),
        ("programme.0.starts_at", "outside_event"),
        (f"ticket_types.{none_left['id']}.capacity", "missing"),
        (f"ticket_types.{none_left['id']}.sales_end_at", "before_start"),
        (f"ticket_types.{none_left['id']}.sales_end_at", "in_the_past"),
        (f"ticket_types.{none_left['id']}.sales_start_at", "after_event"),
        (f"ticket_types.{never['id']}.valid_until", "before_start"),
    }


@pytest.mark.parametrize(
    ("change", "param"),
    [
        ({"venue_id": None}, "venue_id"),
        ({"ends_at": None}, "ends_at"),
        ({"ends_at": moment(hours=-5), "programme": []}, "ends_at"),
        ({"doors_at": moment(hours=1)}, "doors_at"),
        ({"programme": [{"starts_at": moment(hours=9), "title": "Late"}]}, "programme.0.starts_at"),
    ],
)
async def test_what_is_public_stays_whole(stage, change, param):
    event = await stage.published()
    answer = await stage.ask("PATCH", f"/events/{event['id']}", change)
    assert (answer.status_code, answer.json()["code"]) == (409, "event_not_ready")
    assert [flaw["param"] for flaw in answer.json()["errors"]] == [param]
    assert await stage.seen(f"/events/{event['id']}") == event


async def test_what_has_begun_can_be_published_and_what_is_over_cannot(stage):
    begun = {"doors_at": moment(hours=-721), "starts_at": moment(hours=-720), "programme": []}
    assert (await stage.published(**begun))["status"] == "published"
    over = await stage.draft(**{name: moment(days=-2) for name in ("doors_at", "starts_at")}, ends_at=moment(days=-1))
    await stage.ticket_type(over)
    answer = await stage.ask("POST", f"/events/{over['id']}/publish")
    assert ("ends_at", "in_the_past") in {(flaw["param"], flaw["code"]) for flaw in answer.json()["errors"]}


async def test_an_event_is_postponed_to_new_times_or_to_none(stage, client):
    event = await stage.published()
    later = {"doors_at": moment(days=60, hours=-1), "starts_at": moment(days=60), "ends_at": moment(days=60, hours=3)}
    refused = await stage.ask("POST", f"/events/{event['id']}/postpone", {**REASON, "starts_at": later["starts_at"]})
    assert refused.status_code == 422
    past = {"doors_at": moment(days=-2), "starts_at": moment(days=-2), "ends_at": moment(days=-1)}
    refused = await stage.ask("POST", f"/events/{event['id']}/postpone", REASON | past)
    assert refused.json()["code"] == "event_not_ready"
    postponed = await stage.made(f"/events/{event['id']}/postpone", {"reason": "Storm"})
    assert (postponed["status"], postponed["starts_at"]) == ("postponed", event["starts_at"])
    assert postponed["postponed_from"] == event["starts_at"]
    again = await stage.made(f"/events/{event['id']}/postpone", REASON | later)
    assert (again["status"], again["starts_at"]) == ("postponed", later["starts_at"])
    assert again["postponed_from"] == event["starts_at"]
    assert _hours_after_start(again) == _hours_after_start(event) == [1]
    seen = (await client.get(f"{V1}/events/{event['id']}")).json()
    assert (seen["status"], seen["status_reason"]) == ("postponed", REASON["reason"])
    resumed = await stage.made(f"/events/{event['id']}/publish", None)
    assert (resumed["starts_at"], resumed["postponed_from"]) == (later["starts_at"], None)


@pytest.mark.parametrize(
    ("programme_at", "old", "new"),
    [
        # The end of the programme would move beyond what can be said, or before it.
        ("8999-01-01T00:00:00Z", ("2999-01-01T00:00:00Z", "8999-12-31T00:00:00Z"), "9000-12-31T00:00:00Z"),
        ("1970-01-02T00:00:00Z", ("8999-01-01T00:00:00Z", "8999-12-31T00:00:00Z"), "1970-01-01T00:00:00Z"),
    ],
)
async def test_a_programme_that_would_leave_time_itself_is_refused(stage, programme_at, old, new):
    doors_at = min(programme_at, old[0])
    programme = [{"starts_at": programme_at, "title": "The Trio"}]
    event = await stage.published(doors_at=doors_at, starts_at=old[0], ends_at=old[1], programme=programme)
    times = {"doors_at": new, "starts_at": new, "ends_at": "9000-12-31T23:59:59Z"}
    answer = await stage.ask("POST", f"/events/{event['id']}/postpone", REASON | times)
    assert (answer.status_code, answer.json()["errors"][0]["code"]) == (409, "outside_event")
    assert await stage.seen(f"/events/{event['id']}") == event


def _hours_after_start(event):
    starts = datetime.fromisoformat(event["starts_at"])
    moments = [datetime.fromisoformat(entry["starts_at"]) for entry in event["programme"]]
    return [round((moment - starts).total_seconds() / 3600) for moment in moments]


async def test_reasons_are_given(stage):
    event = await stage.published()
    for action in ("cancel", "postpone"):
        for body in ({}, {"reason": ""}, {"reason": "two\nlines"}, {"reason": "x" * 501}, None):
            assert (await stage.ask("POST", f"/events/{event['id']}/{action}", body)).status_code == 422
    assert (await stage.seen(f"/events/{event['id']}"))["status"] == "published"


async def test_a_repeated_publication_with_its_key_gets_the_same_answer(stage, told):
    draft = await stage.draft()
    await stage.ticket_type(draft)
    key = {"Idempotency-Key": "publish-once"}
    first = await stage.ask("POST", f"/events/{draft['id']}/publish", headers=key)
    again = await stage.ask("POST", f"/events/{draft['id']}/publish", headers=key)
    assert (again.content, again.headers["idempotent-replayed"]) == (first.content, "true")
    assert first.headers["etag"] == again.headers["etag"]
    assert len(await told(draft["id"], "EventPublished")) == 1
