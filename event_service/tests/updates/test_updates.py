"""What an organizer writes is told once, with the event as it is, and no more often than people bear."""

import pytest

from event_service.updates.service import MOST_A_DAY

UPDATE = {"subject": "The north gate is closed", "text": "Please come by the south gate.\n\nIt opens at six."}


async def test_an_update_is_told_to_the_others_with_the_event(stage, told):
    event = await stage.published()
    sent = await stage.made(f"/events/{event['id']}/updates", UPDATE)
    [message] = await told(event["id"], "UpdateSent")
    assert {name: message.payload[name] for name in UPDATE} == UPDATE
    assert (message.payload["update_id"], message.payload["event"]["title"]) == (sent["id"], event["title"])


async def test_updates_are_listed_the_newest_first(stage):
    event, other = await stage.published(), await stage.published()
    path = f"/events/{event['id']}/updates"
    sent = [await stage.made(path, {**UPDATE, "subject": subject}) for subject in ("First", "Second")]
    await stage.made(f"/events/{other['id']}/updates", UPDATE)
    assert (await stage.seen(path))["data"] == sent[::-1]


async def test_a_draft_has_nobody_to_write_to(stage, told):
    draft = await stage.draft()
    answer = await stage.ask("POST", f"/events/{draft['id']}/updates", UPDATE)
    assert (answer.status_code, answer.json()["code"]) == (409, "event_not_published")
    assert await told(draft["id"], "UpdateSent") == []


async def test_who_has_tickets_for_a_canceled_event_can_still_be_told(stage):
    event = await stage.published()
    await stage.made(f"/events/{event['id']}/cancel", {"reason": "Storm"})
    assert (await stage.ask("POST", f"/events/{event['id']}/updates", UPDATE)).status_code == 201


async def test_a_day_bears_so_many_updates_of_an_event(stage):
    event, other = await stage.published(), await stage.published()
    for _ in range(MOST_A_DAY):
        await stage.made(f"/events/{event['id']}/updates", UPDATE)
    answer = await stage.ask("POST", f"/events/{event['id']}/updates", UPDATE)
    assert (answer.status_code, answer.json()["code"]) == (409, "too_many_updates")
    assert (await stage.ask("POST", f"/events/{other['id']}/updates", UPDATE)).status_code == 201


@pytest.mark.parametrize("change", [{"subject": ""}, {"subject": "x" * 121}, {"text": " "}, {"text": "x" * 5001}])
async def test_an_update_says_something_and_not_too_much(stage, change):
    event = await stage.published()
    answer = await stage.ask("POST", f"/events/{event['id']}/updates", UPDATE | change)
    assert answer.status_code == 422
