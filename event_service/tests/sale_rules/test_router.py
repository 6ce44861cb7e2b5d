"""Taxes, fees and policies that everybody sees, codes that only the event's managers see, and what the others are told."""

# long because an event's rules and its codes travel in one message, and are tested with it

import asyncio

import pytest

from event_service.tests.stage import code_facts, moment, type_facts
from shared.ids import new_id
from shared.messages.event import SaleRulesChanged

RULES = {
    "tax_name": "MwSt.",
    "tax_rate": 1900,
    "tax_included": False,
    "fee_per_ticket": 150,
    "fee_rate": 500,
    "fees_included": True,
    "refunds": "automatic",
    "transfers_allowed": False,
}


def _rules(event):
    return f"/events/{event['id']}/sale-rules"


async def _codes(stage, event):
    return (await stage.seen(f"{_rules(event)}/codes"))["data"]


async def test_an_event_without_rules_shows_no_tax_no_fee_and_refunds_on_request(stage):
    event = await stage.published()
    rules = await stage.seen(_rules(event), auth=None)
    assert (rules["tax_name"], rules["tax_rate"], rules["fee_per_ticket"], rules["fee_rate"]) == ("VAT", 0, 0, 0)
    assert (rules["refunds"], rules["transfers_allowed"], rules["refund_until"]) == ("on_request", True, None)


async def test_rules_are_seen_by_everybody_and_codes_are_not(stage):
    event = await stage.published()
    await stage.ask("PATCH", _rules(event), RULES)
    await stage.made(f"{_rules(event)}/codes", code_facts())
    seen = await stage.ask("GET", _rules(event), auth=None)
    assert {name: seen.json()[name] for name in RULES} == RULES
    for path in (_rules(event), f"/events/{event['id']}"):
        assert "EARLYBIRD" not in (await stage.ask("GET", path, auth=None)).text
    assert (await stage.ask("GET", f"{_rules(event)}/codes", auth=None)).status_code == 401


async def test_a_change_names_what_it_changes_and_null_clears_a_deadline(stage):
    event = await stage.draft()
    until = moment(days=20)
    await stage.ask("PATCH", _rules(event), {**RULES, "refund_until": until})
    changed = await stage.ask("PATCH", _rules(event), {"tax_rate": 700})
    assert (changed.json()["tax_rate"], changed.json()["fee_rate"], changed.json()["refund_until"]) == (700, 500, until)
    cleared = await stage.ask("PATCH", _rules(event), {"refund_until": None})
    assert cleared.json()["refund_until"] is None


async def test_of_editors_who_read_the_same_rules_one_changes_them(stage):
    event = await stage.published()
    read = (await stage.ask("GET", _rules(event))).headers["etag"]
    edits = [
        stage.ask("PATCH", _rules(event), {"tax_rate": rate}, headers={"If-Match": read}) for rate in (700, 1000, 1900)
    ]
    statuses = sorted(answer.status_code for answer in await asyncio.gather(*edits))
    assert statuses == [200, 412, 412]


async def test_control_without_if_match_every_edit_is_taken(stage):
    event = await stage.published()
    edits = [stage.ask("PATCH", _rules(event), {"tax_rate": rate}) for rate in (700, 1000, 1900)]
    assert [answer.status_code for answer in await asyncio.gather(*edits)] == [200] * 3


@pytest.mark.parametrize(
    ("field", "values"),
    [
        ("tax_name", ["", "   ", "x" * 31, "two\nlines", None]),
        ("tax_rate", [-1, 10_001, 19.0, "1900", True, None]),
        ("tax_included", ["yes", 1, None]),
        ("fee_per_ticket", [-1, 100_000_000, None]),
        ("fee_rate", [-1, 10_001]),
        ("refunds", ["sometimes", None]),
        ("refund_until", ["soon", 0]),
        ("version", [7]),
        ("codes", [[]]),
    ],
)
async def test_rules_are_within_bounds(stage, field, values):
    event = await stage.draft()
    for value in values:
        assert (await stage.ask("PATCH", _rules(event), {field: value})).status_code == 422, value


@pytest.mark.parametrize(
    "facts",
    [
        {"code": "AB"},
        {"code": "white space"},
        {"code": "X" * 41},
        {"code": "ÄRMEL"},
        {"kind": "gift"},
        {"rate": 0},
        {"rate": 10_001},
        {"rate": None, "amount": 0},
        {"max_uses": 0},
        {"ticket_type_ids": []},
        {"uses": 1},
    ],
)
async def test_a_code_is_within_bounds(stage, facts):
    event = await stage.draft()
    answer = await stage.ask("POST", f"{_rules(event)}/codes", code_facts(**facts))
    assert answer.status_code == 422


@pytest.mark.parametrize(
    "facts",
    [
        {"rate": None},
        {"amount": 500},
        {"kind": "access", "rate": None},
        {"kind": "access"},
        {"valid_from": moment(days=2), "valid_until": moment(days=1)},
    ],
)
async def test_a_code_that_makes_no_sense_is_refused_also_as_a_change(stage, facts):
    event = await stage.draft()
    answer = await stage.ask("POST", f"{_rules(event)}/codes", code_facts(**facts))
    assert (answer.status_code, answer.json()["code"]) == (409, "code_not_whole")
    if "kind" in facts:
        return
    made = await stage.made(f"{_rules(event)}/codes", code_facts())
    answer = await stage.ask("PATCH", f"{_rules(event)}/codes/{made['id']}", facts)
    assert (answer.status_code, answer.json()["code"]) == (409, "code_not_whole")
    assert await _codes(stage, event) == [made]


async def test_a_code_is_made_changed_and_deleted(stage):
    event = await stage.draft()
    made = await stage.ask("POST", f"{_rules(event)}/codes", code_facts(code="early-bird"))
    assert made.json()["code"] == "EARLY-BIRD"
    path = f"{_rules(event)}/codes/{made.json()['id']}"
    changed = await stage.ask("PATCH", path, {"rate": None, "amount": 500}, headers={"If-Match": made.headers["etag"]})
    assert (changed.status_code, changed.json()["rate"], changed.json()["amount"]) == (200, None, 500)
    late = await stage.ask("PATCH", path, {"max_uses": 3}, headers={"If-Match": made.headers["etag"]})
    assert (late.status_code, late.json()["code"]) == (412, "changed_meanwhile")
    assert (await stage.ask("DELETE", path)).status_code == 204
    assert await _codes(stage, event) == []
    assert (await stage.ask("DELETE", path)).status_code == 404


async def test_one_name_is_one_code_however_it_is_written_and_whoever_is_first(stage):
    event = await stage.draft()
    words = ("SUMMER", "summer", "Summer")
    answers = await asyncio.gather(
        *(stage.ask("POST", f"{_rules(event)}/codes", code_facts(code=word)) for word in words)
    )
    assert sorted(answer.status_code for answer in answers) == [201, 409, 409]
    assert {answer.json().get("code") for answer in answers} == {"SUMMER", "code_taken"}


async def test_a_code_is_for_types_of_its_own_event(stage):
    event, other = await stage.draft(), await stage.draft()
    foreign = await stage.ticket_type(other)
    for ids in ([foreign["id"]], [new_id("tt")]):
        answer = await stage.ask("POST", f"{_rules(event)}/codes", code_facts(ticket_type_ids=ids))
        assert answer.status_code == 404
    own = await stage.ticket_type(event)
    made = await stage.made(f"{_rules(event)}/codes", code_facts(kind="access", rate=None, ticket_type_ids=[own["id"]]))
    path = f"{_rules(event)}/codes/{made['id']}"
    assert (await stage.ask("PATCH", path, {"ticket_type_ids": [foreign["id"]]})).status_code == 404
    assert await _codes(stage, event) == [made]


async def test_a_code_of_another_event_is_not_there(stage):
    one, other = await stage.draft(), await stage.draft()
    made = await stage.made(f"{_rules(one)}/codes", code_facts())
    for method, body in (("PATCH", {"max_uses": 1}), ("DELETE", None)):
        assert (await stage.ask(method, f"{_rules(other)}/codes/{made['id']}", body)).status_code == 404


async def test_a_drafts_rules_are_told_with_its_publication(stage, told):
    draft = await stage.draft()
    await stage.ticket_type(draft)
    await stage.ask("PATCH", _rules(draft), RULES)
    await stage.made(f"{_rules(draft)}/codes", code_facts(max_uses=5))
    assert await told(draft["id"]) == []
    await stage.made(f"/events/{draft['id']}/publish", None)
    rows = await told(draft["id"])
    assert [row.type for row in rows] == ["EventPublished", "SaleRulesChanged", "StaffChanged"]
    rules = SaleRulesChanged.model_validate(rows[1].payload).rules
    assert rules.model_dump(include=set(RULES)) == RULES
    assert [(code.code, code.rate, code.max_uses) for code in rules.codes] == [("EARLYBIRD", 2000, 5)]


async def test_each_change_tells_all_rules_with_a_version_that_rises(stage, told):
    event = await stage.published()
    await stage.ask("PATCH", _rules(event), {"tax_rate": 700})
    await stage.ask("PATCH", _rules(event), {"tax_rate": 700})
    made = await stage.made(f"{_rules(event)}/codes", code_facts())
    await stage.ask("PATCH", f"{_rules(event)}/codes/{made['id']}", {"max_uses": 9})
    await stage.ask("DELETE", f"{_rules(event)}/codes/{made['id']}")
    messages = [SaleRulesChanged.model_validate(row.payload) for row in await told(event["id"], "SaleRulesChanged")]
    assert [message.version for message in messages] == [1, 2, 3, 4]
    assert {message.rules.tax_rate for message in messages} == {700}
    assert [[code.max_uses for code in message.rules.codes] for message in messages] == [[], [None], [9], []]


async def test_a_canceled_events_rules_stay_as_they_are(stage):
    event = await stage.published()
    made = await stage.made(f"{_rules(event)}/codes", code_facts())
    await stage.made(f"/events/{event['id']}/cancel", {"reason": "Storm"})
    for method, path, body in (
        ("PATCH", "", {"tax_rate": 1}),
        ("POST", "/codes", code_facts(code="OTHER")),
        ("PATCH", f"/codes/{made['id']}", {"max_uses": 1}),
        ("DELETE", f"/codes/{made['id']}", None),
    ):
        answer = await stage.ask(method, _rules(event) + path, body)
        assert (answer.status_code, answer.json()["code"]) == (409, "event_is_canceled")


async def test_a_hidden_type_is_told_to_the_sale_and_not_shown_on_the_page(stage, told):
    draft = await stage.draft()
    await stage.ticket_type(draft)
    hidden = await stage.ticket_type(draft, name="Friends", price=100, is_hidden=True)
    event = await stage.made(f"/events/{draft['id']}/publish", None)
    page = await stage.seen(f"/events/{event['id']}", auth=None)
    assert [kind["name"] for kind in page["ticket_types"]] == ["Standing"]
    [published] = await told(event["id"], "EventPublished")
    assert [kind["is_hidden"] for kind in published.payload["ticket_types"]] == [False, True]
    await stage.ask("PATCH", f"/events/{event['id']}/ticket-types/{hidden['id']}", {"is_hidden": False})
    assert len((await stage.seen(f"/events/{event['id']}"))["ticket_types"]) == 2


async def test_a_draft_is_deleted_with_its_rules_and_codes(stage):
    draft = await stage.draft()
    await stage.ask("PATCH", _rules(draft), RULES)
    await stage.made(f"{_rules(draft)}/codes", code_facts())
    assert (await stage.ask("DELETE", f"/events/{draft['id']}")).status_code == 204
    assert (await stage.ask("GET", _rules(draft))).status_code == 404


async def test_an_event_has_at_most_two_hundred_codes(stage, monkeypatch):
    monkeypatch.setattr("event_service.sale_rules.service.MOST_CODES", 2)
    event = await stage.draft()
    await stage.ask("POST", f"/events/{event['id']}/ticket-types", type_facts())
    for word in ("ONE", "TWO"):
        await stage.made(f"{_rules(event)}/codes", code_facts(code=word))
    answer = await stage.ask("POST", f"{_rules(event)}/codes", code_facts(code="THREE"))
    assert (answer.status_code, answer.json()["code"]) == (409, "too_many_codes")
