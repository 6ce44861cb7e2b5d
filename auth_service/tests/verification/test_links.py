from collections.abc import Callable
from datetime import datetime, timedelta

import httpx
import pytest
from sqlalchemy import select

from auth_service import opaque_tokens
from auth_service.accounts import service as accounts
from auth_service.accounts.models import Account
from auth_service.tests.people import People, Somebody
from auth_service.verification import service as verification
from auth_service.verification.errors import LinkNoLongerValid
from auth_service.verification.models import Link, Purpose
from shared.persistence import clock
from shared.persistence.database import Database
from shared.testing.accounts import CallingService

Calling = Callable[[str], CallingService]


async def fetch_link(app_client: httpx.AsyncClient, calling: Calling, somebody: Somebody, purpose: str) -> str:
    """The token of a fresh link, fetched as the notification worker does."""
    path = f"/internal/accounts/{somebody.account_id}/links"
    answer = await app_client.post(path, json={"purpose": purpose}, auth=calling("notification"))
    assert answer.status_code == 201, answer.text
    page, _, token = answer.json()["url"].partition("#token=")
    assert page == f"http://localhost:8080/{purpose.replace('_', '-')}"
    assert isinstance(token, str)
    return token


async def test_a_link_verifies_the_address_once(
    browser: httpx.AsyncClient, client: httpx.AsyncClient, calling: Calling, people: People
):
    somebody = await people.registered(verified=False)
    token = await fetch_link(client, calling, somebody, "verify_email")
    first, second = [await browser.post("/auth/verify-email", json={"token": token}) for _ in range(2)]
    assert (first.status_code, first.json()) == (200, {"email_verified": True})
    assert (second.status_code, second.json()["code"]) == (410, "link_no_longer_valid")
    assert (await browser.post("/auth/login", json=somebody.credentials)).status_code == 200
    kind, payload = (await people.told_about(somebody))[-1]
    assert (kind, payload["email"]) == ("EmailVerified", somebody.email)


async def test_only_the_hash_of_a_link_is_kept(
    client: httpx.AsyncClient, calling: Calling, people: People, database: Database
):
    somebody = await people.registered(verified=False)
    token = await fetch_link(client, calling, somebody, "verify_email")
    assert len(token) == 43
    async with database.transaction() as session:
        kept = select(Link.token_hash).where(Link.account_id == somebody.account_id)
        assert (await session.execute(kept)).scalars().all() == [opaque_tokens.hash_of(token)]


async def test_a_mail_that_was_sent_twice_has_two_good_links(client: httpx.AsyncClient, calling: Calling, people: People,
                                                             browser: httpx.AsyncClient):  # fmt: skip
    somebody = await people.registered(verified=False)
    first = await fetch_link(client, calling, somebody, "verify_email")
    await fetch_link(client, calling, somebody, "verify_email")
    assert (await browser.post("/auth/verify-email", json={"token": first})).status_code == 200


async def test_a_link_serves_its_own_purpose_only(
    browser: httpx.AsyncClient, client: httpx.AsyncClient, calling: Calling, people: People
):
    somebody = await people.registered(verified=False)
    reset = await fetch_link(client, calling, somebody, "reset_password")
    verify = await fetch_link(client, calling, somebody, "verify_email")
    assert (await browser.post("/auth/verify-email", json={"token": reset})).status_code == 410
    body = {"token": verify, "password": "a new and long password"}
    assert (await browser.post("/auth/reset-password", json=body)).status_code == 410


async def test_a_link_dies_when_somebody_registers_the_address_anew(
    browser: httpx.AsyncClient, client: httpx.AsyncClient, calling: Calling, people: People
):
    somebody = await people.registered(verified=False)
    token = await fetch_link(client, calling, somebody, "verify_email")
    form = {"email": somebody.email, "password": "the intruder's own password", "name": "Eve"}
    await browser.post("/auth/register", json=form)
    assert (await browser.post("/auth/verify-email", json={"token": token})).status_code == 410


@pytest.mark.parametrize("token", ["", "x", "x" * 43, "x" * 200, "ünïcödé", "' OR 1=1 --", "../../etc/passwd"])
async def test_a_token_that_was_made_up_opens_nothing(browser: httpx.AsyncClient, token: str):
    assert (await browser.post("/auth/verify-email", json={"token": token})).status_code == 410
    body = {"token": token, "password": "a new and long password"}
    assert (await browser.post("/auth/reset-password", json=body)).status_code == 410


async def make_link(database: Database, somebody: Somebody, purpose: Purpose) -> tuple[str, datetime]:
    async with database.transaction() as session:
        url = await verification.make_link(session, somebody.account_id, purpose, "http://localhost")
        return url.partition("#token=")[2], await clock.now(session)


@pytest.mark.parametrize(
    ("purpose", "life"),
    [(Purpose.VERIFY_EMAIL, timedelta(hours=24)), (Purpose.RESET_PASSWORD, timedelta(minutes=30))],
)
async def test_a_link_expires(database: Database, people: People, purpose: Purpose, life: timedelta):
    somebody = await people.registered(verified=False)
    token, made_at = await make_link(database, somebody, purpose)
    for use in (verification.peek, verification.redeem):
        with pytest.raises(LinkNoLongerValid):
            await use_at(database, use, token, purpose, made_at + life)
    account = await use_at(database, verification.redeem, token, purpose, made_at + life - timedelta(seconds=1))
    assert account.id == somebody.account_id


async def test_a_link_to_choose_the_first_password_lives_no_longer_than_one_to_choose_another(
    database: Database, people: People
):
    somebody = await people.registered(verified=False)
    async with database.transaction() as session:
        (await session.get_one(Account, somebody.account_id)).password_hash = None
    token, made_at = await make_link(database, somebody, Purpose.VERIFY_EMAIL)
    with pytest.raises(LinkNoLongerValid):
        await use_at(database, verification.redeem, token, Purpose.RESET_PASSWORD, made_at + timedelta(minutes=30))


async def use_at(database: Database, use, token: str, purpose: Purpose, moment: datetime):
    async with database.transaction() as session:
        clock.set_now(session, moment)
        return await use(session, token, purpose)


async def test_expired_links_are_purged(database: Database, people: People):
    somebody = await people.registered(verified=False)
    old, made_at = await make_link(database, somebody, Purpose.RESET_PASSWORD)
    new, _ = await make_link(database, somebody, Purpose.RESET_PASSWORD)
    async with database.transaction() as session:
        (await session.get_one(Link, opaque_tokens.hash_of(old))).expires_at = made_at - timedelta(seconds=1)
    await verification.purge(database)
    async with database.transaction() as session:
        assert await session.get(Link, opaque_tokens.hash_of(old)) is None
        assert await session.get(Link, opaque_tokens.hash_of(new)) is not None


async def test_another_mail_is_sent_to_those_who_wait_for_one_and_the_answer_does_not_say_who(
    browser: httpx.AsyncClient, people: People
):
    waiting, verified = await people.registered(verified=False), await people.registered()
    browser.headers["X-Request-ID"] = "the-same-id"
    answers = [
        await browser.post("/auth/resend-verification", json={"email": email})
        for email in (waiting.email, verified.email, people.new_email())
    ]
    assert {(answer.status_code, answer.content) for answer in answers} == {(202, answers[0].content)}
    await people.answer_mail_requests()
    assert (await people.told_about(waiting))[-1][0] == "VerificationRequested"
    assert (await people.told_about(verified))[-1][0] == "EmailVerified"


@pytest.mark.parametrize("caller", ["gateway", "user", "event", "ticket", "auth"])
async def test_only_the_sender_of_mails_gets_links(
    client: httpx.AsyncClient, calling: Calling, people: People, caller: str
):
    somebody = await people.registered()
    path = f"/internal/accounts/{somebody.account_id}/links"
    answer = await client.post(path, json={"purpose": "reset_password"}, auth=calling(caller))
    assert answer.status_code == 403
    assert (await client.post(path, json={"purpose": "reset_password"})).status_code == 401


async def test_a_link_for_nobody_or_for_nothing_is_refused(client: httpx.AsyncClient, calling: Calling, people: People):
    nobody = f"/internal/accounts/usr_{'0' * 32}/links"
    answer = await client.post(nobody, json={"purpose": "verify_email"}, auth=calling("notification"))
    assert (answer.status_code, answer.json()["code"]) == (404, "account_not_found")
    path = f"/internal/accounts/{(await people.registered()).account_id}/links"
    answer = await client.post(path, json={"purpose": "become_admin"}, auth=calling("notification"))
    assert answer.status_code == 422


async def test_verifying_twice_is_told_once(database: Database, people: People):
    somebody = await people.registered(verified=False)
    for _ in range(2):
        async with database.transaction() as session:
            await accounts.verify_email(session, await accounts.get_for_update(session, somebody.account_id))
    assert [kind for kind, _ in await people.told_about(somebody)].count("EmailVerified") == 1
