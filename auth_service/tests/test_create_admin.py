import asyncio
import os
import sys

import pytest
from sqlalchemy import select

from auth_service.accounts.models import Account
from auth_service.roles.models import RoleChange
from auth_service.tests.people import PASSWORD, People
from shared.persistence.database import Database


async def create_admin(email: str, password: str, *arguments: str) -> tuple[int, str, str]:
    """Runs the command as an operator does; what it ends with, what it says, and what it complains about."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "auth_service.create_admin", "--email", email, *arguments),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
        env=dict(os.environ),
    )
    said, complained = await process.communicate(f"{password}\n".encode())
    return process.returncode or 0, said.decode(), complained.decode()


async def test_the_first_admin_is_made_once_and_can_sign_in(browser, people: People, database: Database):
    email = people.new_email()
    first = await create_admin(email, PASSWORD, "--name", "Root Beer")
    again = await create_admin(email.upper(), "another long password")
    assert (first[0], first[2]) == (0, "")
    assert again == first
    answer = await browser.post("/auth/login", json={"email": email, "password": PASSWORD})
    account = answer.json()["account"]
    assert (account["id"], account["name"], account["roles"]) == (first[1].strip(), "Root Beer", ["Admin", "User"])
    async with database.transaction() as session:
        audit = select(RoleChange.by).where(RoleChange.account_id == account["id"])
        assert (await session.execute(audit)).scalars().all() == ["create_admin"]


async def test_an_account_that_exists_becomes_an_admin_and_keeps_its_password(browser, people: People):
    somebody = await people.registered()
    assert (await create_admin(somebody.email, "another long password"))[0] == 0
    answer = await browser.post("/auth/login", json=somebody.credentials)
    assert answer.json()["account"]["roles"] == ["Admin", "User"]


async def test_who_has_registered_the_address_of_the_admin_does_not_become_the_admin(browser, people: People):
    stranger = await people.registered(verified=False)
    assert (await create_admin(stranger.email, "another long password"))[0] == 0
    assert (await browser.post("/auth/login", json=stranger.credentials)).status_code == 401
    admin = {"email": stranger.email, "password": "another long password"}
    assert (await browser.post("/auth/login", json=admin)).json()["account"]["roles"] == ["Admin", "User"]


@pytest.mark.usefixtures("environment")
@pytest.mark.parametrize(
    ("email", "password", "complaint"),
    [
        ("root", PASSWORD, "email: "),
        ("root@example.com", "sh0rt", "password: "),
        ("root@example.com", "12345678", "This password is among"),
    ],
)
async def test_what_is_wrong_is_said_in_one_line(email: str, password: str, complaint: str, database: Database):
    status, said, complained = await create_admin(email, password)
    assert (status, said) == (1, "")
    assert complained.startswith(complaint)
    assert complained.count("\n") == 1
    assert not password or password not in complained
    async with database.transaction() as session:
        assert (await session.execute(select(Account.id).where(Account.email == email))).first() is None
