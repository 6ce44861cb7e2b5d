"""Two editors, one event: `If-Match` lets one of them win knowingly. The control leaves it out and loses an edit."""

import asyncio

import pytest

from event_service.tests.stage import type_facts

EDITORS = 6


async def _edit_at_once(stage, path, field, etag):
    headers = {} if etag is None else {"If-Match": etag}
    edits = [stage.ask("PATCH", path, {field: f"Edit {number}"}, headers=headers) for number in range(EDITORS)]
    return await asyncio.gather(*edits)


@pytest.fixture
def things(stage):
    async def make(kind):
        draft = await stage.draft()
        ticket_type = await stage.ticket_type(draft)
        return {
            "event": (f"/events/{draft['id']}", "title"),
            "ticket type": (f"/events/{draft['id']}/ticket-types/{ticket_type['id']}", "name"),
            "venue": (f"/venues/{stage.venue_id}", "name"),
            "organizer": (f"/organizers/{stage.organizer_id}", "name"),
        }[kind]

    return make


KINDS = ["event", "ticket type", "venue", "organizer"]


@pytest.mark.parametrize("kind", KINDS)
async def test_of_those_who_read_the_same_state_one_changes_it(stage, things, kind):
    path, field = await things(kind)
    present = (await stage.ask("PATCH", path, {field: "Before"})).headers["etag"]
    answers = await _edit_at_once(stage, path, field, present)
    statuses = sorted(answer.status_code for answer in answers)
    assert statuses == [200] + [412] * (EDITORS - 1)
    [won] = [answer for answer in answers if answer.status_code == 200]
    lost = next(answer for answer in answers if answer.status_code == 412)
    assert lost.json()["code"] == "changed_meanwhile"
    again = await stage.ask("PATCH", path, {field: "After all"}, headers={"If-Match": won.headers["etag"]})
    assert (again.status_code, again.json()[field]) == (200, "After all")


@pytest.mark.parametrize("kind", KINDS)
async def test_control_without_if_match_all_but_the_last_edit_are_lost(stage, things, kind):
    path, field = await things(kind)
    answers = await _edit_at_once(stage, path, field, None)
    assert [answer.status_code for answer in answers] == [200] * EDITORS


@pytest.mark.parametrize("header", ["*", '"1", "{present}"', "{quoted}"])
async def test_forms_of_the_header_that_name_the_present_state(stage, things, header):
    path, _ = await things("event")
    present = (await stage.ask("GET", path)).headers["etag"]
    header = header.replace("{quoted}", present).replace('"{present}"', present)
    assert (await stage.ask("PATCH", path, {"title": "New"}, headers={"If-Match": header})).status_code == 200


@pytest.mark.parametrize("header", ['"0"', "W/{quoted}", "{bare}", '""', "nonsense", '"' + "9" * 400 + '"'])
async def test_forms_of_the_header_that_do_not(stage, things, header):
    path, _ = await things("event")
    present = (await stage.ask("GET", path)).headers["etag"]
    header = header.replace("{quoted}", present).replace("{bare}", present.strip('"'))
    assert (await stage.ask("PATCH", path, {"title": "New"}, headers={"If-Match": header})).status_code == 412


async def test_a_draft_is_published_once_however_many_publish_it(stage, told):
    draft = await stage.draft()
    await stage.ticket_type(draft)
    answers = await asyncio.gather(*(stage.ask("POST", f"/events/{draft['id']}/publish") for _ in range(EDITORS)))
    assert sorted(answer.status_code for answer in answers) == [200] + [409] * (EDITORS - 1)
    assert len(await told(draft["id"], "EventPublished")) == 1


async def test_a_draft_that_is_deleted_and_published_at_once_is_one_of_both(stage, told):
    for _ in range(5):
        draft = await stage.draft()
        await stage.ticket_type(draft)
        path = f"/events/{draft['id']}"
        published, deleted = await asyncio.gather(stage.ask("POST", f"{path}/publish"), stage.ask("DELETE", path))
        assert {published.status_code, deleted.status_code} in ({200, 409}, {204, 404})
        assert len(await told(draft["id"], "EventPublished")) == (published.status_code == 200)


async def test_types_added_while_the_event_is_published_are_told_once(stage, told):
    draft = await stage.draft()
    await stage.ticket_type(draft)
    path = f"/events/{draft['id']}"
    adding = [stage.ask("POST", f"{path}/ticket-types", type_facts(name=f"Type {n}")) for n in range(4)]
    answers = await asyncio.gather(stage.ask("POST", f"{path}/publish"), *adding)
    assert [answer.status_code for answer in answers] == [200, 201, 201, 201, 201]
    rows = await told(draft["id"], "EventPublished", "TicketTypeChanged")
    opened = [row["ticket_type_id"] for row in rows[0].payload["capacities"]]
    added = [row.payload["ticket_type"]["ticket_type_id"] for row in rows[1:]]
    everything = [row["id"] for row in (await stage.seen(f"{path}/ticket-types"))["data"]]
    assert sorted(opened + added) == sorted(everything)
