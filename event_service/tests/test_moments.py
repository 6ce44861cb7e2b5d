"""A moment that the database or the calendar cannot hold is refused wherever it comes in, and the lists go on."""

import pytest

from event_service.tests.stage import V1, code_facts, event_facts, type_facts

# The database keeps the first and the last as infinity; the others leave time in some time zone or a day later.
BEYOND = (
    "0001-01-01T00:00:00Z",
    "0001-01-02T00:00:00Z",
    "9999-12-31T23:59:59.999999Z",
    "9999-12-31T23:10:00Z",
    "9999-12-01T00:00:00Z",
)
FIRST, LAST = "1970-01-01T00:00:00.000Z", "9000-12-31T23:59:59.999Z"


def _places(stage, event):
    """Method, path, the rest of the body, and the fields that are moments."""
    path = f"/events/{event['id']}"
    offer = f"{path}/ticket-types/{event['ticket_types'][0]['id']}"
    facts = event_facts(organizer_id=stage.organizer_id, venue_id=stage.venue_id)
    times = {name: event[name] for name in ("doors_at", "starts_at", "ends_at")}
    sale = ("sales_start_at", "sales_end_at", "valid_from", "valid_until")
    return [
        ("POST", "/events", facts, tuple(times)),
        ("PATCH", path, {}, tuple(times)),
        ("POST", f"{path}/postpone", {"reason": "Storm"} | times, tuple(times)),
        ("POST", f"{path}/ticket-types", type_facts(), sale),
        ("PATCH", offer, {}, sale),
        ("PATCH", f"{path}/sale-rules", {}, ("refund_until", "transfer_until")),
        ("POST", f"{path}/sale-rules/codes", code_facts(), ("valid_from", "valid_until")),
    ]


@pytest.mark.parametrize("moment", BEYOND)
async def test_it_is_refused_in_every_field_and_everybody_sees_the_event_as_it_was(stage, client, moment):
    event = await stage.published()
    for method, path, body, fields in _places(stage, event):
        for field in fields:
            answer = await stage.ask(method, path, body | {field: moment})
            found = [(error["param"], answer.status_code) for error in answer.json().get("errors", ())]
            assert found == [(field, 422)], (method, path, answer.text)
    programme = [{"starts_at": moment, "title": "The Trio"}]
    assert (await stage.ask("PATCH", f"/events/{event['id']}", {"programme": programme})).status_code == 422
    seen = await client.get(f"{V1}/events", params={"organizer_id": stage.organizer_id})
    assert [row["id"] for row in seen.json()["data"]] == [event["id"]]
    assert (await client.get(f"{V1}/events/{event['id']}")).json() == event


@pytest.mark.parametrize("moment", BEYOND)
@pytest.mark.parametrize("name", ["from", "to"])
async def test_it_is_refused_in_a_query(client, name, moment):
    answer = await client.get(f"{V1}/events", params={name: moment})
    assert (answer.status_code, answer.json()["errors"][0]["param"]) == (422, name)


async def test_the_first_and_the_last_that_can_be_said_are_kept_and_shown(stage, client):
    event = await stage.published()
    change = {"doors_at": FIRST, "starts_at": FIRST, "ends_at": LAST}
    assert (await stage.ask("PATCH", f"/events/{event['id']}", change)).status_code == 200
    shown = (await client.get(f"{V1}/events/{event['id']}")).json()
    assert {name: shown[name] for name in change} == change
    seen = await client.get(f"{V1}/events", params={"organizer_id": stage.organizer_id, "from": FIRST, "to": LAST})
    assert [row["ends_at"] for row in seen.json()["data"]] == [LAST]
