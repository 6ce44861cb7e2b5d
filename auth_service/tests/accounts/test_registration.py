import asyncio

import httpx
import pytest
from sqlalchemy import func, select

from auth_service.accounts.models import Account
from auth_service.tests.people import PASSWORD, People, Somebody
from shared.database import Database


def form(email: str, **changes: str) -> dict[str, str]:
    return {"email": email, "password": PASSWORD, "name": "Ada King", **changes}


async def told(people: People, database: Database, email: str) -> list[str]:
    async with database.transaction() as session:
        account_id = (await session.execute(select(Account.id).where(Account.email == email))).scalar_one()
    return [kind for kind, _ in await people.told_about(Somebody(account_id, email))]


async def test_registering_a_known_and_an_unknown_address_gets_the_same_answer(
    browser: httpx.AsyncClient, people: People
):
    browser.headers["X-Request-ID"] = "the-same-id"
    known = await people.registered()
    answers = [await browser.post("/auth/register", json=form(email)) for email in (known.email, people.new_email())]
    assert [answer.status_code for answer in answers] == [202, 202]
    assert answers[0].json() == {"status": "verification_sent"}
    assert answers[0].content == answers[1].content
    assert answers[0].headers.multi_items() == answers[1].headers.multi_items()
    assert (await people.told_about(known))[-1][0] == "KnownAddressRegistered"


async def test_a_new_account_is_told_without_its_password(
    browser: httpx.AsyncClient, people: People, database: Database
):
    email = people.new_email()
    await browser.post("/auth/register", json=form(email.upper(), locale="de"))
    async with database.transaction() as session:
        account = (await session.execute(select(Account).where(Account.email == email))).scalar_one()
    (kind, payload), *_ = await people.told_about(Somebody(account.id, email))
    assert kind == "AccountRegistered"
    assert payload == {"account_id": account.id, "email": email, "name": "Ada King", "locale": "de", "version": 1}
    assert account.password_hash.startswith("$argon2id$")
    assert not account.email_verified


async def test_a_known_account_keeps_its_password(browser: httpx.AsyncClient, people: People):
    somebody = await people.registered()
    await browser.post("/auth/register", json=form(somebody.email, password="another long password"))
    assert (await browser.post("/auth/login", json=somebody.credentials)).status_code == 200


async def test_until_the_address_is_verified_the_last_who_registers_sets_the_password(
    browser: httpx.AsyncClient, people: People, database: Database
):
    """Somebody who registers with the address of another cannot wait inside the account for its owner to confirm it."""
    email = people.new_email()
    await browser.post("/auth/register", json=form(email, password="the intruder's own password"))
    await browser.post("/auth/register", json=form(email))
    assert (await told(people, database, email))[-1] == "VerificationRequested"
    intruder = await browser.post("/auth/login", json={"email": email, "password": "the intruder's own password"})
    owner = await browser.post("/auth/login", json={"email": email, "password": PASSWORD})
    assert (intruder.json()["code"], owner.json()["code"]) == ("wrong_credentials", "email_not_verified")


async def test_many_who_register_one_address_at_once_open_one_account(
    browser: httpx.AsyncClient, people: People, database: Database
):
    email = people.new_email()
    answers = await asyncio.gather(*(browser.post("/auth/register", json=form(email)) for _ in range(5)))
    assert {answer.status_code for answer in answers} == {202}
    async with database.transaction() as session:
        count = select(func.count(Account.id)).where(Account.email == email)
        assert (await session.execute(count)).scalar_one() == 1
    assert (await told(people, database, email)).count("AccountRegistered") == 1


async def test_nobody_can_have_an_address_flooded_with_mails(browser: httpx.AsyncClient, people: People):
    email = people.new_email()
    answers = [
        await browser.post(f"/auth/{path}", json=form(email) if path == "register" else {"email": email})
        for path in (
            "register",
            "forgot-password",
            "resend-verification",
            "forgot-password",
            "resend-verification",
            "register",
        )
    ]
    assert [answer.status_code for answer in answers] == [202] * 5 + [429]


@pytest.mark.parametrize(
    ("password", "code"),
    [
        ("7 chars", "invalid_input"),
        ("1234567", "invalid_input"),
        ("x" * 129, "invalid_input"),
        ("password", "password_too_common"),
        ("PassWord1", "password_too_common"),
        ("12345678", "password_too_common"),
        (" qwertyuiop ", "password_too_common"),
    ],
)
async def test_weak_passwords_are_refused_and_not_echoed(
    browser: httpx.AsyncClient, people: People, password: str, code: str
):
    answer = await browser.post("/auth/register", json=form(people.new_email(), password=password))
    assert (answer.status_code, answer.json()["code"]) == (422, code)
    assert "password" in str(answer.json().get("param") or answer.json()["errors"])
    assert password == "password" or password not in answer.text


async def test_the_own_address_is_no_password(browser: httpx.AsyncClient, people: People):
    email = people.new_email()
    for password in (email, email.partition("@")[0]):
        answer = await browser.post("/auth/register", json=form(email, password=password))
        assert answer.json()["code"] == "password_too_common"


@pytest.mark.parametrize(
    "password", ["😀" * 128, "e\u0301clair au chocolat", "  spaces around it  ", "ünïcödé pässwörd"]
)
async def test_any_characters_make_a_password_and_it_stays_as_it_is(
    browser: httpx.AsyncClient, people: People, password: str
):
    email = people.new_email()
    assert (await browser.post("/auth/register", json=form(email, password=password))).status_code == 202
    right = await browser.post("/auth/login", json={"email": email, "password": password})
    assert right.json()["code"] == "email_not_verified"


@pytest.mark.parametrize(
    "email",
    [
        *("", "ada", "ada@", "@example.com", "ada@localhost", "ada@example", "a b@example.com", "ada@ex ample.com"),
        *("ada@127.0.0.1", "ada@[127.0.0.1]", "ada@example..com", '"<script>"@example.com', "ädä@example.com"),
        *("ada@example.com\r\nBcc: x@y.z", f"{'a' * 65}@example.com", f"ada@{'a' * 250}.com"),
    ],
)
async def test_what_is_no_address_is_refused(browser: httpx.AsyncClient, email: str):
    answer = await browser.post("/auth/register", json=form(email))
    assert (answer.status_code, answer.json()["errors"][0]["param"]) == (422, "email")


@pytest.mark.parametrize("name", ["", " ", "Ada\r\nBcc: x@example.com", "x" * 201, "Ada\u202eKing", "Ada\x1b[31m"])
async def test_what_is_no_name_is_refused(browser: httpx.AsyncClient, people: People, name: str):
    answer = await browser.post("/auth/register", json=form(people.new_email(), name=name))
    assert (answer.status_code, answer.json()["errors"][0]["param"]) == (422, "name")


async def test_nobody_registers_as_more_than_a_user(browser: httpx.AsyncClient, people: People):
    for extra in ({"roles": ["Admin"]}, {"granted_roles": ["Admin"]}, {"email_verified": True}, {"id": "usr_1"}):
        answer = await browser.post("/auth/register", json={**form(people.new_email()), **extra})
        assert answer.status_code == 422
