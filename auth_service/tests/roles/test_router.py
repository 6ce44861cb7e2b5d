from collections.abc import Callable

import httpx
import pytest
from sqlalchemy import select, update

from auth_service.accounts.models import Account
from auth_service.roles import service as roles
from auth_service.roles.errors import LastAdmin
from auth_service.roles.models import RoleChange
from auth_service.tests.people import People, Somebody
from shared.access import revocations
from shared.access.principals import Role
from shared.persistence.database import Database
from shared.testing.accounts import CallingService, Person

MakePerson = Callable[..., Person]
Calling = Callable[[str], CallingService]


async def changes(database: Database, somebody: Somebody) -> list[tuple[str, str, str]]:
    query = select(RoleChange).where(RoleChange.account_id == somebody.account_id).order_by(RoleChange.id)
    async with database.transaction() as session:
        return [(row.role, row.change, row.by) for row in (await session.execute(query)).scalars()]


async def test_an_admin_grants_and_withdraws_and_both_are_audited_and_told(
    browser: httpx.AsyncClient, people: People, person: MakePerson, database: Database
):
    somebody, admin = await people.registered(), person("Admin")
    path = f"/admin/accounts/{somebody.account_id}/roles"
    granted = await browser.post(path, json={"role": "EventCreator"}, auth=admin)
    assert (granted.status_code, granted.json()["roles"]) == (200, ["EventCreator", "User"])
    assert (await browser.delete(f"{path}/EventCreator", auth=admin)).status_code == 204
    assert await changes(database, somebody) == [
        ("EventCreator", "granted", admin.account_id),
        ("EventCreator", "withdrawn", admin.account_id),
    ]
    told = [kind for kind, _ in await people.told_about(somebody)]
    assert told[-2:] == ["RoleGranted", "RoleRevoked"]


async def test_granting_twice_is_done_and_told_once(
    browser: httpx.AsyncClient, people: People, person: MakePerson, database: Database
):
    somebody, admin = await people.registered(), person("Admin")
    path = f"/admin/accounts/{somebody.account_id}/roles"
    for _ in range(2):
        assert (await browser.post(path, json={"role": "Operator"}, auth=admin)).status_code == 200
    for _ in range(2):
        assert (await browser.delete(f"{path}/Operator", auth=admin)).status_code == 204
    assert len(await changes(database, somebody)) == 2


async def test_a_withdrawn_role_is_gone_at_once(
    browser: httpx.AsyncClient, people: People, person: MakePerson, database: Database
):
    somebody, _another = await people.registered(role=Role.ADMIN), await people.registered(role=Role.ADMIN)
    grant = (await browser.post("/auth/login", json=somebody.credentials)).json()
    signed = {"Authorization": f"Bearer {grant['access_token']}"}
    assert (await browser.get("/admin/accounts", headers=signed)).status_code == 200
    await browser.delete(f"/admin/accounts/{somebody.account_id}/roles/Admin", auth=person("Admin"))
    assert (await browser.get("/admin/accounts", headers=signed)).status_code == 401
    assert (await browser.post("/auth/refresh")).status_code == 401
    session_id = next(p["session_id"] for kind, p in await people.told_about(somebody) if kind == "SessionRevoked")
    async with database.transaction() as session:
        assert await revocations.is_revoked(session, session_id)


@pytest.mark.parametrize("roles_of_caller", [(), ("EventCreator",), ("Operator",), ("EventCreator", "Operator")])
async def test_roles_are_the_admins_alone(
    browser: httpx.AsyncClient, people: People, person: MakePerson, roles_of_caller: tuple[str, ...]
):
    somebody, caller = await people.registered(), person(*roles_of_caller)
    path = f"/admin/accounts/{somebody.account_id}/roles"
    answers = [
        await browser.post(path, json={"role": "Admin"}, auth=caller),
        await browser.delete(f"{path}/Admin", auth=caller),
        await browser.get("/admin/accounts", auth=caller),
    ]
    assert [(answer.status_code, answer.json()["code"]) for answer in answers] == [(403, "role_required")] * 3


async def test_strangers_are_asked_to_sign_in(browser: httpx.AsyncClient, people: People):
    path = f"/admin/accounts/{(await people.registered()).account_id}/roles"
    answers = [
        await browser.post(path, json={"role": "Admin"}),
        await browser.delete(f"{path}/Admin"),
        await browser.get("/admin/accounts"),
    ]
    assert [answer.status_code for answer in answers] == [401, 401, 401]


@pytest.mark.parametrize("role", ["User", "admin", "Root", "", None, 1, ["Admin"]])
async def test_there_are_no_other_roles_to_grant(
    browser: httpx.AsyncClient, people: People, person: MakePerson, role: object
):
    path = f"/admin/accounts/{(await people.registered()).account_id}/roles"
    assert (await browser.post(path, json={"role": role}, auth=person("Admin"))).status_code == 422


async def test_an_account_that_is_not_there_has_no_roles(browser: httpx.AsyncClient, person: MakePerson):
    for account_id, status in ((f"usr_{'0' * 32}", 404), ("usr_1", 422), (f"evt_{'0' * 32}", 422)):
        path = f"/admin/accounts/{account_id}/roles"
        assert (await browser.post(path, json={"role": "Admin"}, auth=person("Admin"))).status_code == status


async def test_the_last_admin_stays(people: People, database: Database):
    last = await people.registered(role=Role.ADMIN)
    async with database.transaction() as session:
        await session.execute(update(Account).where(Account.id != last.account_id).values(granted_roles=[]))
        with pytest.raises(LastAdmin):
            await roles.withdraw(session, last.account_id, Role.ADMIN, by="tests")
        await session.rollback()


async def test_event_makes_organizers_and_staff_but_no_admins(
    client: httpx.AsyncClient, people: People, calling: Calling, database: Database
):
    somebody = await people.registered()
    path = f"/internal/accounts/{somebody.account_id}/roles"
    answers = [
        await client.post(path, json={"role": role}, auth=calling("event"))
        for role in ("EventCreator", "Operator", "EventCreator", "Admin")
    ]
    assert [answer.status_code for answer in answers] == [200, 200, 200, 403]
    assert answers[2].json()["roles"] == ["EventCreator", "Operator", "User"]
    assert await changes(database, somebody) == [
        ("EventCreator", "granted", "event"),
        ("Operator", "granted", "event"),
    ]


@pytest.mark.parametrize("caller", ["gateway", "user", "ticket", "notification"])
async def test_no_other_service_grants_roles(client: httpx.AsyncClient, people: People, calling: Calling, caller: str):
    path = f"/internal/accounts/{(await people.registered()).account_id}/roles"
    assert (await client.post(path, json={"role": "Operator"}, auth=calling(caller))).status_code == 403


async def test_a_person_is_no_service(client: httpx.AsyncClient, people: People, person: MakePerson):
    account_id = (await people.registered()).account_id
    for method, path, body in (
        ("POST", f"/internal/accounts/{account_id}/roles", {"role": "Admin"}),
        ("POST", f"/internal/accounts/{account_id}/links", {"purpose": "reset_password"}),
        ("GET", f"/internal/accounts/{account_id}", None),
        ("GET", "/internal/accounts?email=ada@example.com", None),
        ("GET", "/internal/messages?after=0", None),
    ):
        answer = await client.request(method, path, json=body, auth=person("Admin"))
        assert answer.status_code == 401, path
