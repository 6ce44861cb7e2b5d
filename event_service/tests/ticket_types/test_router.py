"""What is offered: one currency, bounded numbers, withdrawn rather than deleted once public."""

import asyncio

import pytest

from event_service.tests.stage import moment, type_facts


async def _types(stage, event):
    return (await stage.seen(f"/events/{event['id']}/ticket-types"))["data"]


async def test_types_come_in_their_order_and_can_be_moved(stage):
    draft = await stage.draft()
    first, second = await stage.ticket_type(draft, name="A"), await stage.ticket_type(draft, name="B")
    assert [(row["name"], row["position"]) for row in await _types(stage, draft)] == [("A", 0), ("B", 1)]
    await stage.ask("PATCH", f"/events/{draft['id']}/ticket-types/{first['id']}", {"position": 2})
    assert [row["id"] for row in await _types(stage, draft)] == [second["id"], first["id"]]


async def test_an_event_has_one_currency(stage):
    draft = await stage.draft()
    euro = await stage.ticket_type(draft)
    answer = await stage.ask("POST", f"/events/{draft['id']}/ticket-types", type_facts(currency="CHF"))
    assert (answer.status_code, answer.json()["code"], answer.json()["currency"]) == (409, "currency_differs", "EUR")
    alone = await stage.ask("PATCH", f"/events/{draft['id']}/ticket-types/{euro['id']}", {"currency": "CHF"})
    assert alone.json()["currency"] == "CHF"
    franc = await stage.ticket_type(draft, currency="CHF", name="Seated")
    answer = await stage.ask("PATCH", f"/events/{draft['id']}/ticket-types/{franc['id']}", {"currency": "EUR"})
    assert (answer.status_code, answer.json()["code"]) == (409, "currency_fixed")
    assert (await stage.seen(f"/events/{draft['id']}"))["currency"] == "CHF"


async def test_the_currency_goes_with_the_last_type_of_a_draft(stage):
    draft = await stage.draft()
    euro = await stage.ticket_type(draft)
    assert (await stage.ask("DELETE", f"/events/{draft['id']}/ticket-types/{euro['id']}")).status_code == 204
    assert (await stage.seen(f"/events/{draft['id']}"))["currency"] is None
    assert (await stage.ticket_type(draft, currency="JPY", price=3000))["currency"] == "JPY"


async def test_two_first_types_at_once_still_have_one_currency(stage):
    draft = await stage.draft()
    path = f"/events/{draft['id']}/ticket-types"
    answers = await asyncio.gather(
        *(stage.ask("POST", path, type_facts(currency=currency)) for currency in ("EUR", "CHF", "USD", "EUR"))
    )
    assert {answer.status_code for answer in answers} == {201, 409}
    assert len({row["currency"] for row in await _types(stage, draft)}) == 1


async def test_a_published_events_type_is_withdrawn_and_stays_so(stage):
    event = await stage.published()
    [offer] = event["ticket_types"]
    path = f"/events/{event['id']}/ticket-types/{offer['id']}"
    assert (await stage.ask("DELETE", path)).status_code == 204
    assert (await stage.seen(f"/events/{event['id']}"))["ticket_types"] == []
    assert [row["is_withdrawn"] for row in await _types(stage, event)] == [True]
    for method, body in (("DELETE", None), ("PATCH", {"price": 1})):
        answer = await stage.ask(method, path, body)
        assert (answer.status_code, answer.json()["code"]) == (409, "ticket_type_withdrawn")
    answer = await stage.ask("PATCH", f"{path.rpartition('/')[0]}/{offer['id']}", {"currency": "CHF"})
    assert answer.json()["code"] in {"currency_fixed", "ticket_type_withdrawn"}


async def test_a_published_type_cannot_be_made_unsellable(stage):
    event = await stage.published()
    path = f"/events/{event['id']}/ticket-types/{event['ticket_types'][0]['id']}"
    change = {"sales_start_at": moment(days=2), "sales_end_at": moment(days=1)}
    answer = await stage.ask("PATCH", path, change)
    assert (answer.status_code, answer.json()["code"]) == (409, "event_not_ready")
    answer = await stage.ask(
        "PATCH", path, {"price": 2600, "sales_end_at": moment(days=1)}, headers={"If-Match": '"1"'}
    )
    assert (answer.status_code, answer.headers["etag"]) == (200, '"2"')
    late = await stage.ask("PATCH", path, {"price": 2700}, headers={"If-Match": '"1"'})
    assert (late.status_code, late.json()["code"]) == (412, "changed_meanwhile")
    cleared = await stage.ask("PATCH", path, {"sales_end_at": None})
    assert cleared.json()["sales_end_at"] is None


@pytest.mark.parametrize(
    ("field", "values"),
    [
        ("price", [-1, 100_000_000, 25.0, "25", True, None, 10**30]),
        ("currency", ["eur", "XXX", "", "EURO", None, 978]),
        ("max_per_order", [0, 101, None, 1.5]),
        ("max_per_account", [0, -1, "2"]),
        ("name", ["", "x" * 201, None]),
        ("description", ["x" * 2001, None]),
        ("position", [-1, 1001]),
        ("sales_start_at", ["soon", 0]),
    ],
)
async def test_a_type_is_within_bounds(stage, field, values):
    draft = await stage.draft()
    made = await stage.ticket_type(draft)
    for value in values:
        created = await stage.ask("POST", f"/events/{draft['id']}/ticket-types", type_facts(**{field: value}))
        changed = await stage.ask("PATCH", f"/events/{draft['id']}/ticket-types/{made['id']}", {field: value})
        assert (created.status_code, changed.status_code) == (422, 422), value


@pytest.mark.parametrize("field", ["capacity", "id", "event_id", "is_withdrawn", "version", "capacity_heard"])
async def test_a_change_names_only_what_it_may(stage, field):
    draft = await stage.draft()
    made = await stage.ticket_type(draft)
    answer = await stage.ask("PATCH", f"/events/{draft['id']}/ticket-types/{made['id']}", {field: 1})
    assert (answer.status_code, answer.json()["errors"][0]["param"]) == (422, field)


async def test_an_event_has_at_most_fifty_types(stage):
    draft = await stage.draft()
    for number in range(50):
        await stage.ticket_type(draft, name=f"Type {number}")
    answer = await stage.ask("POST", f"/events/{draft['id']}/ticket-types", type_facts())
    assert (answer.status_code, answer.json()["code"]) == (409, "too_many_ticket_types")


async def test_a_type_of_another_event_is_not_there(stage):
    one, other = await stage.draft(), await stage.draft()
    made = await stage.ticket_type(one)
    for method, suffix, body in (
        ("PATCH", "", {"price": 1}),
        ("DELETE", "", None),
        ("PUT", "/capacity", {"capacity": 1}),
    ):
        answer = await stage.ask(method, f"/events/{other['id']}/ticket-types/{made['id']}{suffix}", body)
        assert answer.status_code == 404
