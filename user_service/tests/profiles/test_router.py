from collections.abc import Awaitable, Callable

import httpx
import pytest
from sqlalchemy import select

from shared.message_log.outbox import OutboxMessage
from shared.messages.auth import AccountClosed, AccountRegistered
from shared.persistence.database import Database
from shared.testing.accounts import Person

Tell = Callable[..., Awaitable[None]]
People = Callable[..., Person]

PROFILE = "/api/v1/users/me"
SETTINGS = "/api/v1/users/me/settings"
DEFAULTS = {"locale": "en", "time_zone": "UTC", "email_event_updates": True, "sms_event_updates": False}


def registered(person: Person, name: str = "Ada King", locale: str = "de-AT") -> AccountRegistered:
    return AccountRegistered(account_id=person.account_id, email="ada@example.com", name=name, locale=locale)


async def told_about(database: Database, person: Person) -> list[tuple[str, dict[str, object]]]:
    async with database.transaction() as session:
        rows = await session.execute(
            select(OutboxMessage).where(OutboxMessage.aggregate_id == person.account_id).order_by(OutboxMessage.n)
        )
        return [(row.type, row.payload) for row in rows.scalars()]


@pytest.mark.parametrize("path", [PROFILE, SETTINGS])
async def test_nobody_reads_or_changes_a_profile_without_signing_in(client: httpx.AsyncClient, path: str):
    assert (await client.get(path)).status_code == 401
    assert (await client.patch(path, json={})).status_code == 401


async def test_registration_makes_the_profile(client: httpx.AsyncClient, person: People, tell: Tell):
    ada = person()
    await tell(registered(ada))
    assert (await client.get(PROFILE, auth=ada)).json() == {"id": ada.account_id, "name": "Ada King", "phone": None}
    assert (await client.get(SETTINGS, auth=ada)).json() == {**DEFAULTS, "locale": "de-AT"}


async def test_a_profile_can_be_read_and_changed_before_the_registration_is_heard(
    client: httpx.AsyncClient, person: People, tell: Tell
):
    ada = person()
    assert (await client.get(PROFILE, auth=ada)).json() == {"id": ada.account_id, "name": "", "phone": None}
    assert (await client.get(SETTINGS, auth=ada)).json() == DEFAULTS
    await client.patch(PROFILE, auth=ada, json={"phone": "+4915112345678"})
    await tell(registered(ada))
    assert (await client.get(PROFILE, auth=ada)).json()["name"] == "Ada King"
    assert (await client.get(PROFILE, auth=ada)).json()["phone"] == "+4915112345678"


async def test_a_registration_heard_late_does_not_replace_what_was_changed(
    client: httpx.AsyncClient, person: People, tell: Tell
):
    ada = person()
    await client.patch(PROFILE, auth=ada, json={"name": "Ada Lovelace"})
    await client.patch(SETTINGS, auth=ada, json={"locale": "fr"})
    await tell(registered(ada))
    assert (await client.get(PROFILE, auth=ada)).json()["name"] == "Ada Lovelace"
    assert (await client.get(SETTINGS, auth=ada)).json()["locale"] == "fr"


async def test_a_change_names_only_what_changes_and_null_removes_the_number(
    client: httpx.AsyncClient, person: People, tell: Tell
):
    ada = person()
    await tell(registered(ada))
    changed = await client.patch(PROFILE, auth=ada, json={"phone": "+4915112345678"})
    assert changed.json() == {"id": ada.account_id, "name": "Ada King", "phone": "+4915112345678"}
    assert (await client.patch(PROFILE, auth=ada, json={"phone": None})).json()["phone"] is None
    settings = await client.patch(SETTINGS, auth=ada, json={"time_zone": "Europe/Vienna", "sms_event_updates": True})
    assert settings.json() == {**DEFAULTS, "locale": "de-AT", "time_zone": "Europe/Vienna", "sms_event_updates": True}


async def test_each_real_change_is_told_once_with_a_rising_version(
    client: httpx.AsyncClient, person: People, database: Database
):
    ada = person()
    await client.patch(PROFILE, auth=ada, json={"name": "Ada"})
    await client.patch(PROFILE, auth=ada, json={"name": "Ada"})
    await client.patch(PROFILE, auth=ada, json={})
    await client.patch(SETTINGS, auth=ada, json={"locale": "de_AT".replace("_", "-")})
    (first, profile), (second, preferences) = await told_about(database, ada)
    assert (first, profile["name"], profile["version"]) == ("ProfileChanged", "Ada", 1)
    assert (second, preferences["locale"], preferences["version"]) == ("PreferencesChanged", "de-AT", 2)


async def test_a_repeated_request_with_its_key_is_told_once(
    client: httpx.AsyncClient, person: People, database: Database
):
    ada = person()
    for _ in range(3):
        answer = await client.patch(PROFILE, auth=ada, json={"name": "Ada"}, headers={"Idempotency-Key": "change-1"})
        assert answer.json()["name"] == "Ada"
    assert len(await told_about(database, ada)) == 1


@pytest.mark.parametrize(
    ("path", "change"),
    [
        (PROFILE, {"name": None}),
        (PROFILE, {"name": ""}),
        (PROFILE, {"name": "   "}),
        (PROFILE, {"name": "Ada\r\nBcc: everybody@example.com"}),
        (PROFILE, {"name": "x" * 201}),
        (PROFILE, {"name": 7}),
        (PROFILE, {"phone": "0151 12345678"}),
        (PROFILE, {"phone": "+49151123456789012"}),
        (PROFILE, {"id": "usr_00000000000000000000000000000000"}),
        (PROFILE, {"version": 9}),
        (SETTINGS, {"locale": "tlh"}),
        (SETTINGS, {"locale": "de@euro"}),
        (SETTINGS, {"locale": "../../etc/passwd"}),
        (SETTINGS, {"locale": None}),
        (SETTINGS, {"time_zone": "Mars/Olympus"}),
        (SETTINGS, {"time_zone": "../../etc/passwd"}),
        (SETTINGS, {"time_zone": "localtime"}),
        (SETTINGS, {"email_event_updates": "yes"}),
        (SETTINGS, {"sms_event_updates": 1}),
    ],
)
async def test_what_has_the_wrong_shape_is_refused(
    client: httpx.AsyncClient, person: People, path: str, change: dict[str, object]
):
    answer = await client.patch(path, auth=person(), json=change)
    assert answer.status_code == 422
    assert answer.headers["content-type"] == "application/problem+json"


async def test_nobody_sees_the_profile_of_another(client: httpx.AsyncClient, person: People):
    ada, ben = person(), person()
    await client.patch(PROFILE, auth=ada, json={"name": "Ada"})
    assert (await client.get(PROFILE, auth=ben)).json() == {"id": ben.account_id, "name": "", "phone": None}


async def test_a_closed_account_leaves_no_profile(client: httpx.AsyncClient, person: People, tell: Tell):
    ada = person()
    await tell(registered(ada), AccountClosed(account_id=ada.account_id))
    assert (await client.get(PROFILE, auth=ada)).json()["name"] == ""
