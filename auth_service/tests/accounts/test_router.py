from collections.abc import Callable
from uuid import uuid4

import httpx
import pytest

from auth_service.accounts import service as accounts
from auth_service.listeners import listeners
from auth_service.tests.people import People, Somebody
from shared.messages import Envelope
from shared.persistence import clock
from shared.persistence.database import Database
from shared.testing.accounts import CallingService, Person

MakePerson = Callable[..., Person]
Calling = Callable[[str], CallingService]


def seen(somebody: Somebody, **changes: object) -> dict[str, object]:
    account = {"id": somebody.account_id, "email": somebody.email, "name": "Ada King", "roles": ["User"]}
    return {**account, "email_verified": True, **changes}


async def test_everybody_sees_their_own_account(browser: httpx.AsyncClient, people: People):
    somebody = await people.registered()
    grant = (await browser.post("/auth/login", json=somebody.credentials)).json()
    answer = await browser.get("/auth/me", headers={"Authorization": f"Bearer {grant['access_token']}"})
    assert (answer.status_code, answer.json()) == (200, seen(somebody))


async def test_without_an_account_nobody_is_shown(browser: httpx.AsyncClient, person: MakePerson):
    assert (await browser.get("/auth/me")).status_code == 401
    assert (await browser.get("/auth/me", auth=person())).status_code == 401


async def test_admins_list_accounts_by_the_beginning_of_the_address(
    browser: httpx.AsyncClient, people: People, person: MakePerson
):
    first, second = await people.registered(), await people.registered(verified=False)
    listed = await browser.get("/admin/accounts", params={"email": first.email.upper()}, auth=person("Admin"))
    assert [row["id"] for row in listed.json()["data"]] == [first.account_id]
    assert set(listed.json()["data"][0]) == {"id", "email", "name", "roles", "email_verified", "locale", "created_at"}
    page = (await browser.get("/admin/accounts", params={"limit": 1, "email": "mail"}, auth=person("Admin"))).json()
    assert page["has_more"]
    found = await browser.get(
        "/admin/accounts", params={"after": page["next_cursor"], "limit": 100, "email": "mail_"}, auth=person("Admin")
    )
    assert page["data"][0]["id"] not in [row["id"] for row in found.json()["data"]]
    assert second.email


@pytest.mark.parametrize("prefix", ["%", "_", "' OR '1'='1", "\\", "ada%"])
async def test_the_search_is_no_pattern_language(browser: httpx.AsyncClient, person: MakePerson, prefix: str):
    listed = await browser.get("/admin/accounts", params={"email": prefix}, auth=person("Admin"))
    assert (listed.status_code, listed.json()["data"]) == (200, [])


@pytest.mark.parametrize("caller", ["user", "event", "ticket", "notification"])
async def test_services_look_accounts_up(client: httpx.AsyncClient, people: People, calling: Calling, caller: str):
    somebody = await people.registered(verified=False)
    by_id = await client.get(f"/internal/accounts/{somebody.account_id}", auth=calling(caller))
    assert by_id.json() == seen(somebody, email_verified=False)
    by_email = await client.get("/internal/accounts", params={"email": somebody.email.upper()}, auth=calling(caller))
    if caller == "event":  # nobody else invites people by their address
        assert by_email.json() == {"data": [by_id.json()]}
    else:
        assert by_email.status_code == 403


async def test_nobody_is_found_under_an_unknown_id_or_address(
    client: httpx.AsyncClient, people: People, calling: Calling
):
    by_id = await client.get(f"/internal/accounts/usr_{'0' * 32}", auth=calling("event"))
    assert (by_id.status_code, by_id.json()["code"]) == (404, "account_not_found")
    for email in (people.new_email(), "not an address", "", "ädä@example.com", "a@b.cd' OR '1'='1"):
        by_email = await client.get("/internal/accounts", params={"email": email}, auth=calling("event"))
        assert (by_email.status_code, by_email.json()) == (200, {"data": []})


async def test_a_name_follows_the_profile_and_never_goes_back(people: People, database: Database):
    somebody = await people.registered()
    for version, name in ((2, "Ada Lovelace"), (1, "Ada Byron")):
        async with database.transaction() as session:
            payload = {"account_id": somebody.account_id, "name": name, "phone": None, "version": version}
            moment = await clock.now(session)
            envelope = Envelope("user", uuid4(), version, "ProfileChanged", somebody.account_id, payload, None, moment)
            await listeners.apply(session, [envelope])
    async with database.transaction() as session:
        assert (await accounts.get(session, somebody.account_id)).name == "Ada Lovelace"
