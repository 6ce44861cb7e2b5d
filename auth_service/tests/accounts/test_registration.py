import asyncio

import httpx
import pytest
from sqlalchemy import func, select

from auth_service.accounts.models import Account
from auth_service.tests.people import PASSWORD, People, Somebody
from auth_service.verification import service as verification
from auth_service.verification.models import Purpose
from shared.persistence.database import Database


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
    known, waiting = await people.registered(), await people.registered(verified=False)
    addresses = (known.email, people.new_email(), waiting.email, waiting.email)
    answers = [await browser.post("/auth/register", json=form(email)) for email in addresses]
    assert {answer.status_code for answer in answers} == {202}
    assert answers[0].json() == {"status": "verification_sent"}
    assert {answer.content for answer in answers} == {answers[0].content}
    assert all(answer.headers.multi_items() == answers[0].headers.multi_items() for answer in answers)
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
    assert (account.password_hash or "").startswith("$argon2id$")
    assert not account.email_verified


async def test_a_known_account_keeps_its_password(browser: httpx.AsyncClient, people: People):
    somebody = await people.registered()
    await browser.post("/auth/register", json=form(somebody.email, password="another long password"))
    assert (await browser.post("/auth/login", json=somebody.credentials)).status_code == 200


async def link_in_next_mail(database: Database, email: str) -> tuple[str, str]:
    """The page and the token that the verification mail would carry now."""
    async with database.transaction() as session:
        account_id = (await session.execute(select(Account.id).where(Account.email == email))).scalar_one()
        url = await verification.make_link(session, account_id, Purpose.VERIFY_EMAIL, "")
    page, _, token = url.partition("#token=")
    return page, token


STRANGER = "the stranger's own password"


@pytest.mark.parametrize("order", [(STRANGER, PASSWORD), (PASSWORD, STRANGER)], ids=["stranger first", "owner first"])
async def test_a_stranger_who_registers_the_same_address_does_not_wait_in_the_account_for_its_owner(
    browser: httpx.AsyncClient, people: People, database: Database, order: tuple[str, str]
):
    email = people.new_email()
    mails: list[tuple[str, str]] = []
    for password in order:
        await browser.post("/auth/register", json=form(email, password=password))
        mails.append(await link_in_next_mail(database, email))
    assert (await told(people, database, email))[-1] == "VerificationRequested"
    (_, first), (page, second) = mails
    assert (await browser.post("/auth/verify-email", json={"token": first})).status_code == 410
    assert page == "/reset-password"
    assert (await browser.post("/auth/verify-email", json={"token": second})).status_code == 410
    for password in order:
        answer = await browser.post("/auth/login", json={"email": email, "password": password})
        assert answer.json()["code"] == "wrong_credentials"

    chosen = {"token": second, "password": "what the owner chooses"}
    assert (await browser.post("/auth/reset-password", json=chosen)).status_code == 204
    for password, status in ((STRANGER, 401), (PASSWORD, 401), (chosen["password"], 200)):
        answer = await browser.post("/auth/login", json={"email": email, "password": password})
        assert answer.status_code == status


async def test_registering_again_and_again_does_not_end_the_link_with_which_the_owner_chooses_a_password(
    browser: httpx.AsyncClient, people: People, database: Database
):
    email = people.new_email()
    for password in (PASSWORD, STRANGER):
        await browser.post("/auth/register", json=form(email, password=password))
    _, token = await link_in_next_mail(database, email)
    await browser.post("/auth/register", json=form(email, password=STRANGER))
    chosen = {"token": token, "password": "what the owner chooses"}
    assert (await browser.post("/auth/reset-password", json=chosen)).status_code == 204


async def test_control_an_address_that_one_has_registered_gets_a_link_that_confirms_it(
    browser: httpx.AsyncClient, people: People, database: Database
):
    email = people.new_email()
    await browser.post("/auth/register", json=form(email))
    page, token = await link_in_next_mail(database, email)
    assert page == "/verify-email"
    assert (await browser.post("/auth/verify-email", json={"token": token})).status_code == 200
    answer = await browser.post("/auth/login", json={"email": email, "password": PASSWORD})
    assert answer.status_code == 200


async def test_who_registers_twice_with_one_password_is_one_person_who_confirms_the_address(
    browser: httpx.AsyncClient, people: People, database: Database
):
    """A form that was sent twice, or again because its answer was lost."""
    email = people.new_email()
    await asyncio.gather(*(browser.post("/auth/register", json=form(email)) for _ in range(2)))
    await browser.post("/auth/register", json=form(email))
    page, token = await link_in_next_mail(database, email)
    assert page == "/verify-email"
    assert (await browser.post("/auth/verify-email", json={"token": token})).status_code == 200
    answer = await browser.post("/auth/login", json={"email": email, "password": PASSWORD})
    assert answer.status_code == 200


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
