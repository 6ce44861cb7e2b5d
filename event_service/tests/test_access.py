"""Who may do what, for every operation: an operation without a row here is a failure, and so is a row without one."""

import re
from dataclasses import dataclass, field
from typing import Any

import pytest
import pytest_asyncio

from event_service.tests.images.pictures import picture
from event_service.tests.stage import V1, Stage, code_facts, event_facts, type_facts, venue_facts
from shared.ids import new_id
from shared.messages.auth import SessionRevoked
from shared.testing.accounts import Person

REASON = {"reason": "Storm"}


@dataclass(frozen=True)
class Row:
    """How an operation is asked, on whose behalf: of `managers`, `members` without the role, `admins` or `anybody`."""

    method: str
    path: str
    whose: str = "managers"
    body: Any = None
    on_draft: bool = True
    headers: dict[str, str] = field(default_factory=dict)
    # Whose answer goes on; that its owner gets it is `tests/live`'s to show.
    lasts: bool = False


OPERATIONS = {
    "create_organizer": Row("POST", "/organizers", "anybody", {"name": "Another"}),
    "list_organizers": Row("GET", "/organizers", "anybody"),
    "read_organizer": Row("GET", "/organizers/{org}", "members"),
    "join_organizer": Row("POST", "/organizers/{org}/join", "members"),
    "change_organizer": Row("PATCH", "/organizers/{org}", body={"name": "Renamed"}),
    "list_members": Row("GET", "/organizers/{org}/members"),
    "invite_member": Row("POST", "/organizers/{org}/members", body={"email": "friend@example.org"}),
    "remove_member": Row("DELETE", "/organizers/{org}/members/{mem}"),
    "list_organizer_events": Row("GET", "/organizers/{org}/events"),
    "create_venue": Row("POST", "/venues", body=venue_facts(organizer_id="{org}")),
    "list_venues": Row("GET", "/venues?organizer_id={org}"),
    "read_venue": Row("GET", "/venues/{ven}"),
    "change_venue": Row("PATCH", "/venues/{ven}", body={"name": "Renamed"}),
    "list_events": Row("GET", "/events", "public"),
    "list_event_categories": Row("GET", "/event-categories", "public"),
    "create_event": Row("POST", "/events", body=event_facts(organizer_id="{org}")),
    "read_event": Row("GET", "/events/{evt}", "drafts"),
    "read_event_by_slug": Row("GET", "/events/by-slug/{slug}", "drafts"),
    "change_event": Row("PATCH", "/events/{evt}", body={"title": "Renamed"}),
    "delete_event": Row("DELETE", "/events/{evt}"),
    "publish_event": Row("POST", "/events/{evt}/publish"),
    "duplicate_event": Row("POST", "/events/{evt}/duplicate", body={}),
    "postpone_event": Row("POST", "/events/{evt}/postpone", body=REASON, on_draft=False),
    "cancel_event": Row("POST", "/events/{evt}/cancel", body=REASON, on_draft=False),
    "list_ticket_types": Row("GET", "/events/{evt}/ticket-types"),
    "create_ticket_type": Row("POST", "/events/{evt}/ticket-types", body=type_facts(name="Balcony")),
    "change_ticket_type": Row("PATCH", "/events/{evt}/ticket-types/{tt}", body={"price": 1}),
    "delete_ticket_type": Row("DELETE", "/events/{evt}/ticket-types/{tt}"),
    "set_capacity": Row("PUT", "/events/{evt}/ticket-types/{tt}/capacity", body={"capacity": 5}),
    "set_overall_capacity": Row("PUT", "/events/{evt}/capacity", body={"capacity": 5}),
    "read_sale_rules": Row("GET", "/events/{evt}/sale-rules", "drafts"),
    "change_sale_rules": Row("PATCH", "/events/{evt}/sale-rules", body={"tax_rate": 700}),
    "list_codes": Row("GET", "/events/{evt}/sale-rules/codes"),
    "create_code": Row("POST", "/events/{evt}/sale-rules/codes", body=code_facts(code="ANOTHER")),
    "change_code": Row("PATCH", "/events/{evt}/sale-rules/codes/{code}", body={"max_uses": 5}),
    "delete_code": Row("DELETE", "/events/{evt}/sale-rules/codes/{code}"),
    "list_staff": Row("GET", "/events/{evt}/staff"),
    "invite_staff": Row("POST", "/events/{evt}/staff", body={"email": "ada@example.org"}),
    "remove_staff": Row("DELETE", "/events/{evt}/staff/{stf}"),
    "put_image": Row("PUT", "/events/{evt}/image", body=picture(), headers={"Content-Type": "image/jpeg"}),
    "read_image": Row("GET", "/events/{evt}/image", "drafts"),
    "delete_image": Row("DELETE", "/events/{evt}/image"),
    "read_analytics": Row("GET", "/events/{evt}/analytics"),
    "send_update": Row(
        "POST", "/events/{evt}/updates", body={"subject": "Hello", "text": "The gates open late."}, on_draft=False
    ),
    "list_updates": Row("GET", "/events/{evt}/updates"),
    "list_all_events": Row("GET", "/admin/events", "admins"),
    "watch_analytics": Row("GET", "/events/{evt}/analytics/live", lasts=True),
}


@dataclass(frozen=True)
class Things:
    """Ids to be filled into a row."""

    ids: dict[str, str]

    def fill(self, value: Any) -> Any:
        if isinstance(value, str):
            for name, known in self.ids.items():
                value = value.replace("{" + name + "}", known)
            return value
        return {key: self.fill(inner) for key, inner in value.items()} if isinstance(value, dict) else value


async def _things(stage, *, draft=True, with_image=True):
    event = await stage.draft()
    ticket_type = await stage.ticket_type(event)
    staff = await stage.made(f"/events/{event['id']}/staff", {"email": "op@example.org"})
    code = await stage.made(f"/events/{event['id']}/sale-rules/codes", code_facts())
    member = await stage.made(f"/organizers/{stage.organizer_id}/members", {"email": "member@example.org"})
    if with_image:
        image = await _ask(stage.client, OPERATIONS["put_image"], Things({"evt": event["id"]}), stage.person)
        assert image.status_code == 200
    if not draft:
        await stage.made(f"/events/{event['id']}/publish", None)
    ids = {
        "org": stage.organizer_id,
        "ven": stage.venue_id,
        "evt": event["id"],
        "slug": event["slug"],
        "tt": ticket_type["id"],
        "code": code["id"],
        "stf": staff["id"],
        "mem": member["id"],
    }
    return Things(ids)


def _nothing():
    kinds = ("org", "ven", "evt", "tt", "code", "stf", "mem")
    return Things({**{kind: new_id(kind) for kind in kinds}, "slug": "nothing-of-the-kind"})


async def _ask(client, row, things, auth):
    path, headers = V1 + things.fill(row.path), dict(row.headers)
    if isinstance(row.body, bytes):
        return await client.request(row.method, path, content=row.body, headers=headers, auth=auth)
    return await client.request(row.method, path, json=things.fill(row.body), headers=headers, auth=auth)


def _comparable(answer):
    """What an outsider can compare: everything but the request's own id."""
    headers = {name: value for name, value in answer.headers.items() if name != "x-request-id"}
    return answer.status_code, re.sub(rb'"request_id":"[^"]+"', b"", answer.content), headers


def test_every_operation_has_its_row(app):
    documented = {
        operation["operationId"]: (method.upper(), path)
        for path, operations in app.openapi()["paths"].items()
        for method, operation in operations.items()
    }
    assert set(documented) == set(OPERATIONS)
    for name, (method, _path) in documented.items():
        assert OPERATIONS[name].method == method


@pytest_asyncio.fixture(scope="session")
async def untouched(client, signer):
    """A draft and a published event of somebody, for requests that are all refused; by `on_draft`."""
    stage = await Stage(client, Person(signer, "EventCreator")).set_up()
    other = await Stage(client, Person(signer, "EventCreator")).set_up()
    return {True: await _things(stage), False: await _things(other, draft=False)}


@pytest.mark.parametrize("name", OPERATIONS)
async def test_anonymous_callers(client, untouched, name):
    row = OPERATIONS[name]
    answer = await _ask(client, row, untouched[row.on_draft], None)
    expected = {"public": 200, "drafts": 404}.get(row.whose, 401)
    assert answer.status_code == expected, answer.text


@pytest.mark.parametrize("name", OPERATIONS)
async def test_callers_without_the_role(client, untouched, person, name):
    row = OPERATIONS[name]
    things = untouched[row.on_draft]
    expected = {"public": {200}, "drafts": {404}, "members": {404}, "anybody": {200, 201}}.get(row.whose, {403})
    for somebody in (person(), person("Operator")):
        answer = await _ask(client, row, things, somebody)
        assert answer.status_code in expected, answer.text


@pytest.mark.parametrize(
    "name", [name for name, row in OPERATIONS.items() if row.whose not in {"public", "anybody", "admins"}]
)
async def test_what_is_somebody_elses_looks_like_what_is_not_there(client, untouched, person, name):
    row, stranger = OPERATIONS[name], person("EventCreator")
    foreign = await _ask(client, row, untouched[row.on_draft], stranger)
    absent = await _ask(client, row, _nothing(), stranger)
    assert foreign.status_code == 404, foreign.text
    assert _comparable(foreign) == _comparable(absent)


@pytest.mark.parametrize("name", [name for name, row in OPERATIONS.items() if not row.lasts])
@pytest.mark.parametrize("who", ["owner", "admin"])
async def test_control_owners_and_admins_may(client, stage, person, neighbours, name, who):
    row = OPERATIONS[name]
    things = await _things(stage, draft=row.on_draft, with_image="image" in name)
    answer = await _ask(client, row, things, stage.person if who == "owner" else person("Admin"))
    is_refused = row.whose == "admins" and who == "owner"
    assert answer.status_code in ({403} if is_refused else {200, 201, 204}), answer.text


@pytest.mark.parametrize("name", [name for name, row in OPERATIONS.items() if row.whose not in {"public", "drafts"}])
async def test_a_revoked_session_does_nothing(client, untouched, person, tell, name):
    row, admin = OPERATIONS[name], person("Admin")
    session = {"account_id": admin.account_id, "session_id": admin.session_id}
    await tell(SessionRevoked(**session, until="2099-01-01T00:00:00Z"))
    assert (await _ask(client, row, untouched[row.on_draft], admin)).status_code == 401


@pytest.mark.parametrize(
    "name", [name for name, row in OPERATIONS.items() if row.method != "GET" and name != "create_organizer"]
)
async def test_every_write_repeated_with_its_key_is_done_once(client, stage, neighbours, name):
    row = OPERATIONS[name]
    keyed = Row(row.method, row.path, body=row.body, headers={**row.headers, "Idempotency-Key": f"once-{name}"})
    things = await _things(stage, draft=row.on_draft, with_image="image" in name)
    first = await _ask(client, keyed, things, stage.person)
    again = await _ask(client, keyed, things, stage.person)
    assert first.status_code in {200, 201, 204}
    assert (again.status_code, again.content) == (first.status_code, first.content)
    assert again.headers["idempotent-replayed"] == "true"


MALFORMED = ["evt_", "evt_xyz", "usr_" + "0" * 32, "0" * 32, "evt_" + "0" * 33, "evt_" + "G" * 32, "%00", "..", "'"]


@pytest.mark.parametrize("name", [name for name, row in OPERATIONS.items() if "{evt}" in row.path])
async def test_malformed_ids_are_refused(client, person, name):
    row, nothing, creator = OPERATIONS[name], _nothing(), person("EventCreator")
    for malformed in MALFORMED:
        answer = await _ask(client, row, Things({**nothing.ids, "evt": malformed}), creator)
        assert answer.status_code in {400, 404, 405, 415, 422}, malformed
        assert answer.headers["content-type"] == "application/problem+json"
