"""Who checks tickets: invited by address, told to ticket once they are accounts."""

from event_service.accounts import granting
from event_service.invitations import service as invitations
from shared.messages.auth import AccountClosed, EmailVerified


async def test_somebody_with_an_account_joins_and_becomes_operator(person, stage, runtime, neighbours, told):
    ada = person()
    neighbours.accounts["ada@example.org"] = (ada.account_id, True)
    event = await stage.published()
    invited = await stage.made(f"/events/{event['id']}/staff", {"email": "Ada@Example.org"})
    assert (invited["email"], invited["status"]) == ("ada@example.org", "invited")
    await invitations.look_up_due(runtime)
    assert (await stage.seen(f"/events/{event['id']}/staff"))["data"] == [invited]
    await granting.grant_due(runtime)
    assert (ada.account_id, "Operator") in neighbours.roles
    rows = await told(event["id"], "StaffChanged")
    assert [(row.payload["account_ids"], row.payload["version"]) for row in rows] == [([], 1), ([ada.account_id], 2)]


async def test_somebody_without_an_account_joins_when_the_address_is_verified(
    person, stage, runtime, neighbours, tell, told
):
    ada = person()
    event = await stage.published()
    await stage.made(f"/events/{event['id']}/staff", {"email": "new@example.org"})
    await invitations.look_up_due(runtime)
    assert (await stage.seen(f"/events/{event['id']}/staff"))["data"][0]["status"] == "invited"
    message = EmailVerified(account_id=ada.account_id, email="new@example.org")
    await tell(message, message)
    rows = await told(event["id"], "StaffChanged")
    assert [row.payload["account_ids"] for row in rows] == [[], [ada.account_id]]
    await granting.grant_due(runtime)
    assert neighbours.roles.count((ada.account_id, "Operator")) == 1


async def test_auth_is_asked_until_it_answers(person, stage, runtime, neighbours, due_now):
    ada = person()
    neighbours.accounts["patient@example.org"] = (ada.account_id, True)
    draft = await stage.draft()
    await stage.made(f"/events/{draft['id']}/staff", {"email": "patient@example.org"})
    neighbours.out_of_order = True
    await invitations.look_up_due(runtime)
    neighbours.out_of_order = False
    await due_now()
    await invitations.look_up_due(runtime)
    await granting.grant_due(runtime)
    assert (ada.account_id, "Operator") in neighbours.roles


async def test_a_drafts_staff_is_told_with_its_publication(person, stage, tell, told):
    ada = person()
    draft = await stage.draft()
    await stage.ticket_type(draft)
    await stage.made(f"/events/{draft['id']}/staff", {"email": "early@example.org"})
    await tell(EmailVerified(account_id=ada.account_id, email="early@example.org"))
    assert await told(draft["id"]) == []
    await stage.made(f"/events/{draft['id']}/publish", None)
    rows = await told(draft["id"])
    assert [row.type for row in rows] == ["EventPublished", "StaffChanged"]
    assert rows[1].payload["account_ids"] == [ada.account_id]


async def test_staff_is_removed_and_a_closed_account_too(person, stage, tell, told):
    ada, ben = person(), person()
    event = await stage.published()
    path = f"/events/{event['id']}/staff"
    for who, email in ((ada, "a@example.org"), (ben, "b@example.org")):
        await stage.made(path, {"email": email})
        await tell(EmailVerified(account_id=who.account_id, email=email))
    first = (await stage.seen(path))["data"][0]
    assert (await stage.ask("DELETE", f"{path}/{first['id']}")).status_code == 204
    assert (await stage.ask("DELETE", f"{path}/{first['id']}")).status_code == 404
    await tell(AccountClosed(account_id=ben.account_id))
    assert (await stage.seen(path))["data"] == []
    told_ids = [row.payload["account_ids"] for row in await told(event["id"], "StaffChanged")]
    assert told_ids[-3:] == [[ada.account_id, ben.account_id], [ben.account_id], []]


async def test_one_account_is_on_the_staff_once_under_whatever_address(person, stage, tell):
    ada = person()
    event = await stage.published()
    for email in ("one@example.org", "two@example.org"):
        await stage.made(f"/events/{event['id']}/staff", {"email": email})
        await tell(EmailVerified(account_id=ada.account_id, email=email))
    assert len((await stage.seen(f"/events/{event['id']}/staff"))["data"]) == 1


async def test_an_address_is_invited_once_and_is_an_address(stage):
    event = await stage.published()
    path = f"/events/{event['id']}/staff"
    await stage.made(path, {"email": "twice@example.org"})
    again = await stage.ask("POST", path, {"email": "twice@EXAMPLE.org"})
    assert (again.status_code, again.json()["code"]) == (409, "already_staff")
    hostile = (
        "",
        "nobody",
        "a@b@c.org",
        "a@x.org\r\nBcc: b@x.org",
        "x" * 300 + "@example.org",
        "ä@example.org",
        None,
        5,
    )
    for email in hostile:
        assert (await stage.ask("POST", path, {"email": email})).status_code == 422, email


async def test_staff_sees_no_drafts_and_manages_nothing(client, person, stage, tell):
    ada = person("Operator")
    draft = await stage.draft()
    await stage.made(f"/events/{draft['id']}/staff", {"email": "op@example.org"})
    await tell(EmailVerified(account_id=ada.account_id, email="op@example.org"))
    assert (await client.get(f"/api/v1/events/{draft['id']}", auth=ada)).status_code == 404
    answer = await client.patch(f"/api/v1/events/{draft['id']}", json={"title": "Mine"}, auth=ada)
    assert answer.status_code == 403
