"""Organizers, what making one brings, and who else manages them."""

from event_service.accounts import granting
from event_service.accounts import service as accounts
from event_service.invitations import service as invitations
from shared.ids import new_id
from shared.messages.auth import AccountClosed, AccountRegistered, EmailVerified
from shared.messages.user import ProfileChanged


async def test_whoever_makes_an_organizer_becomes_event_creator(client, person, runtime, neighbours, told):
    somebody = person()
    answer = await client.post("/api/v1/organizers", json={"name": "Village Band"}, auth=somebody)
    assert (answer.status_code, answer.json()["name"], answer.headers["etag"]) == (201, "Village Band", '"1"')
    await granting.grant_due(runtime)
    assert (somebody.account_id, "EventCreator") in neighbours.roles
    [row] = await told(answer.json()["id"])
    assert (row.type, row.payload["account_ids"], row.payload["version"]) == (
        "OrganizerMembersChanged",
        [somebody.account_id],
        1,
    )


async def test_the_role_is_asked_for_until_auth_has_granted_it(client, person, runtime, database, neighbours, due_now):
    somebody = person()
    neighbours.out_of_order = True
    await client.post("/api/v1/organizers", json={"name": "Village Band"}, auth=somebody)
    await granting.grant_due(runtime)
    neighbours.out_of_order = False
    await granting.grant_due(runtime)
    assert somebody.account_id not in dict(neighbours.roles)
    await due_now()
    await granting.grant_due(runtime)
    assert neighbours.roles.count((somebody.account_id, "EventCreator")) == 1
    await due_now()
    await granting.grant_due(runtime)
    assert neighbours.roles.count((somebody.account_id, "EventCreator")) == 1


async def test_a_grant_to_an_account_that_auth_does_not_know_is_given_up(client, person, runtime, neighbours, due_now):
    somebody = person()
    neighbours.closed.add(somebody.account_id)
    await client.post("/api/v1/organizers", json={"name": "Village Band"}, auth=somebody)
    await granting.grant_due(runtime)
    neighbours.closed.clear()
    await due_now()
    await granting.grant_due(runtime)
    assert somebody.account_id not in dict(neighbours.roles)


async def test_a_role_without_a_row_manages_nothing_and_a_row_without_the_role_neither(client, person, stage):
    creator, member = person("EventCreator"), person()
    draft = await stage.draft()
    assert (await client.get(f"/api/v1/events/{draft['id']}", auth=creator)).status_code == 404
    organizer = (await client.post("/api/v1/organizers", json={"name": "Mine"}, auth=member)).json()
    answer = await client.post(
        "/api/v1/events", json={"organizer_id": organizer["id"], "title": "Too early"}, auth=member
    )
    assert (answer.status_code, answer.json()["code"]) == (403, "role_required")
    assert (await client.get(f"/api/v1/organizers/{organizer['id']}", auth=member)).status_code == 200


async def test_an_admin_may_all(client, person, stage):
    admin, draft = person("Admin"), await stage.draft()
    answer = await client.patch(f"/api/v1/events/{draft['id']}", json={"title": "By the admin"}, auth=admin)
    assert (answer.status_code, answer.json()["title"]) == (200, "By the admin")


async def test_the_list_has_mine_only_and_comes_in_pages(stage, set_stage):
    await set_stage()
    for number in range(3):
        await stage.made("/organizers", {"name": f"Number {number}"})
    first = await stage.seen("/organizers?limit=3")
    second = await stage.seen(f"/organizers?limit=3&after={first['next_cursor']}")
    names = [row["name"] for page in (first, second) for row in page["data"]]
    assert names == ["Riverside Concerts", "Number 0", "Number 1", "Number 2"]
    assert (first["has_more"], second["has_more"]) == (True, False)


async def test_an_invited_account_becomes_a_member_with_the_role(client, person, stage, runtime, neighbours, told):
    friend = person("EventCreator")
    neighbours.accounts["friend@example.org"] = (friend.account_id, True)
    invited = await stage.made(f"/organizers/{stage.organizer_id}/members", {"email": "Friend@Example.ORG"})
    assert (invited["email"], invited["status"]) == ("friend@example.org", "invited")
    assert (await client.get(f"/api/v1/organizers/{stage.organizer_id}", auth=friend)).status_code == 404
    await invitations.look_up_due(runtime)
    await granting.grant_due(runtime)
    assert (friend.account_id, "EventCreator") in neighbours.roles
    members = (await stage.seen(f"/organizers/{stage.organizer_id}/members"))["data"]
    assert invited in members, "the list does not tell whether somebody has the address"
    assert (await client.get(f"/api/v1/organizers/{stage.organizer_id}", auth=friend)).status_code == 200
    rows = await told(stage.organizer_id)
    assert rows[-1].payload["account_ids"] == [stage.person.account_id, friend.account_id]
    assert [row.payload["version"] for row in rows] == [1, 2]


async def test_who_is_invited_has_joined_once_they_say_so_and_not_by_looking(client, person, stage, tell):
    friend, path = person("EventCreator"), f"/organizers/{stage.organizer_id}/members"
    await stage.made(path, {"email": "friend@example.org"})
    stranger = await client.post(f"/api/v1/organizers/{stage.organizer_id}/join", auth=friend)
    assert stranger.status_code == 404
    await tell(EmailVerified(account_id=friend.account_id, email="friend@example.org"))

    async def standing():
        [mine] = (await client.get("/api/v1/organizers", auth=friend)).json()["data"]
        member = next(one for one in (await stage.seen(path))["data"] if one["email"] == "friend@example.org")
        return mine["is_invited"], member["status"]

    assert await standing() == (True, "invited")
    assert await standing() == (True, "invited"), "a look changes nothing"
    await _join(client, friend, stage.organizer_id)
    assert await standing() == (False, "active")
    await _join(client, friend, stage.organizer_id)
    assert await standing() == (False, "active")


async def _join(client, person, organizer_id):
    answer = await client.post(f"/api/v1/organizers/{organizer_id}/join", auth=person)
    assert answer.status_code == 204, answer.text


async def test_an_address_without_account_waits_until_somebody_verifies_it(
    client, person, stage, runtime, tell, neighbours
):
    friend = person("EventCreator")
    await stage.made(f"/organizers/{stage.organizer_id}/members", {"email": "later@example.org"})
    await invitations.look_up_due(runtime)
    assert (await client.get(f"/api/v1/organizers/{stage.organizer_id}", auth=friend)).status_code == 404
    await tell(EmailVerified(account_id=friend.account_id, email="later@example.org"))
    assert (await client.get(f"/api/v1/organizers/{stage.organizer_id}", auth=friend)).status_code == 200


async def test_an_unverified_address_is_nobodys(client, person, stage, runtime, neighbours):
    imposter = person("EventCreator")
    neighbours.accounts["unverified@example.org"] = (imposter.account_id, False)
    await stage.made(f"/organizers/{stage.organizer_id}/members", {"email": "unverified@example.org"})
    await invitations.look_up_due(runtime)
    assert (await client.get(f"/api/v1/organizers/{stage.organizer_id}", auth=imposter)).status_code == 404


async def test_an_address_is_invited_once_and_the_last_member_stays(stage):
    path = f"/organizers/{stage.organizer_id}/members"
    invited = await stage.made(path, {"email": "once@example.org"})
    again = await stage.ask("POST", path, {"email": "ONCE@example.org"})
    assert (again.status_code, again.json()["code"]) == (409, "already_member")
    me = next(row for row in (await stage.seen(path))["data"] if row["status"] == "active")
    refused = await stage.ask("DELETE", f"{path}/{me['id']}")
    assert (refused.status_code, refused.json()["code"]) == (409, "last_member")
    assert (await stage.ask("DELETE", f"{path}/{invited['id']}")).status_code == 204
    assert len((await stage.seen(path))["data"]) == 1


async def test_a_removed_member_manages_nothing_any_more(client, person, stage, tell, told):
    friend = person("EventCreator")
    path = f"/organizers/{stage.organizer_id}/members"
    member = await stage.made(path, {"email": "short@example.org"})
    await tell(EmailVerified(account_id=friend.account_id, email="short@example.org"))
    draft = await stage.draft()
    assert (await client.get(f"/api/v1/events/{draft['id']}", auth=friend)).status_code == 200
    assert (await stage.ask("DELETE", f"{path}/{member['id']}")).status_code == 204
    assert (await client.get(f"/api/v1/events/{draft['id']}", auth=friend)).status_code == 404
    assert (await told(stage.organizer_id))[-1].payload["account_ids"] == [stage.person.account_id]


async def test_a_closed_account_is_forgotten(client, person, stage, tell, told):
    friend = person("EventCreator")
    await stage.made(f"/organizers/{stage.organizer_id}/members", {"email": "gone@example.org"})
    await tell(EmailVerified(account_id=friend.account_id, email="gone@example.org"))
    await tell(AccountClosed(account_id=friend.account_id))
    assert (await client.get(f"/api/v1/organizers/{stage.organizer_id}", auth=friend)).status_code == 404
    assert (await told(stage.organizer_id))[-1].payload["account_ids"] == [stage.person.account_id]
    await tell(AccountClosed(account_id=new_id("usr")))


async def test_a_new_name_shows_on_the_events(stage):
    draft = await stage.draft()
    before = (await stage.ask("GET", f"/events/{draft['id']}")).headers["etag"]
    answer = await stage.ask("PATCH", f"/organizers/{stage.organizer_id}", {"name": "Lakeside Concerts"})
    assert (answer.json()["name"], answer.headers["etag"]) == ("Lakeside Concerts", '"2"')
    after = await stage.ask("GET", f"/events/{draft['id']}")
    assert after.json()["organizer_name"] == "Lakeside Concerts"
    assert after.headers["etag"] != before


async def test_members_who_have_joined_are_named(client, person, stage, tell):
    friend, path = person("EventCreator"), f"/organizers/{stage.organizer_id}/members"
    for account, name in ((stage.person, "Olga Owner"), (friend, "Fritz Friend")):
        email = f"{account.account_id}@example.org"
        await tell(AccountRegistered(account_id=account.account_id, email=email, name=name, locale="en"))
    await stage.made(path, {"email": "fritz@example.org"})
    await tell(EmailVerified(account_id=friend.account_id, email="fritz@example.org"))

    async def names():
        return [member["name"] for member in (await stage.seen(path))["data"]]

    assert await names() == ["Olga Owner", None], "nobody learns who has an address by inviting it"
    await _join(client, friend, stage.organizer_id)
    assert await names() == ["Olga Owner", "Fritz Friend"]
    await tell(ProfileChanged(account_id=friend.account_id, name="Fritz Renamed", phone=None))
    assert await names() == ["Olga Owner", "Fritz Renamed"]


async def test_a_closed_accounts_name_is_forgotten_and_does_not_come_back(stage, tell, database, person):
    somebody = person()
    registered = AccountRegistered(account_id=somebody.account_id, email="a@example.org", name="Ada", locale="en")
    await tell(registered, AccountClosed(account_id=somebody.account_id))
    await tell(ProfileChanged(account_id=somebody.account_id, name="Ada", phone=None))
    async with database.transaction() as session:
        assert await accounts.names_of(session, [somebody.account_id]) == {}
