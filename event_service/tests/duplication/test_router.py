"""The same event again: what is copied, what is not, and for whom."""

from datetime import datetime, timedelta

from event_service.tests.stage import V1, code_facts, moment, type_facts
from shared.ids import new_id


def _at(text):
    return datetime.fromisoformat(text)


async def test_a_copy_is_a_draft_with_the_same_facts_types_and_rules(stage):
    event = await stage.published()
    await stage.ask("PATCH", f"/events/{event['id']}/sale-rules", {"tax_rate": 1900, "refunds": "none"})
    await stage.made(f"/events/{event['id']}/sale-rules/codes", code_facts())
    await stage.made(f"/events/{event['id']}/staff", {"email": "ada@example.org"})
    copy = await stage.made(f"/events/{event['id']}/duplicate", {})
    same = ("title", "summary", "description", "category", "venue", "doors_at", "starts_at", "ends_at", "programme")
    assert {name: copy[name] for name in same} == {name: event[name] for name in same}
    assert (copy["status"], copy["id"] == event["id"], copy["slug"] == event["slug"]) == ("draft", False, False)
    [offer] = (await stage.seen(f"/events/{copy['id']}/ticket-types"))["data"]
    assert {name: offer[name] for name in type_facts()} == type_facts()
    rules = await stage.seen(f"/events/{copy['id']}/sale-rules")
    assert (rules["tax_rate"], rules["refunds"]) == (1900, "none")
    assert (await stage.seen(f"/events/{copy['id']}/sale-rules/codes"))["data"] == []
    assert (await stage.seen(f"/events/{copy['id']}/staff"))["data"] == []


async def test_with_a_new_start_everything_moves_along(stage):
    event = await stage.draft()
    await stage.ticket_type(event, sales_start_at=moment(days=1), sales_end_at=moment(days=29))
    later = (_at(event["starts_at"]) + timedelta(days=7)).isoformat()
    copy = await stage.made(f"/events/{event['id']}/duplicate", {"title": "Once more", "starts_at": later})
    assert copy["title"] == "Once more"
    after = (await stage.seen(f"/events/{copy['id']}"))["ticket_types"]
    before = (await stage.seen(f"/events/{event['id']}"))["ticket_types"]
    pairs = [(event[name], copy[name]) for name in ("doors_at", "starts_at", "ends_at")]
    pairs += [(before[0][name], after[0][name]) for name in ("sales_start_at", "sales_end_at")]
    pairs += [(event["programme"][0]["starts_at"], copy["programme"][0]["starts_at"])]
    assert {_at(new) - _at(old) for old, new in pairs} == {timedelta(days=7)}


async def test_what_moves_out_of_time_is_left_open(stage):
    event = await stage.draft()
    copy = await stage.made(f"/events/{event['id']}/duplicate", {"starts_at": "9000-12-31T23:30:00Z"})
    assert (copy["starts_at"], copy["ends_at"]) == ("9000-12-31T23:30:00.000Z", None)


async def test_withdrawn_types_stay_behind(stage):
    event = await stage.published()
    second = await stage.ticket_type(event, name="Seated")
    await stage.ask("DELETE", f"/events/{event['id']}/ticket-types/{second['id']}")
    copy = await stage.made(f"/events/{event['id']}/duplicate", {})
    types = (await stage.seen(f"/events/{copy['id']}/ticket-types"))["data"]
    assert [kind["name"] for kind in types] == ["Standing"]


async def test_a_foreign_event_is_not_there_to_be_copied(stage, set_stage, client):
    event, stranger = await stage.published(), await set_stage()
    path = f"/events/{event['id']}/duplicate"
    foreign, absent = [await stranger.ask("POST", tried, {}) for tried in (path, f"/events/{new_id('evt')}/duplicate")]
    assert (foreign.status_code, absent.status_code) == (404, 404)
    assert foreign.json()["code"] == absent.json()["code"]
    assert (await client.post(f"{V1}{path}", json={})).status_code == 401
