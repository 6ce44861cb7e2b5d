"""Makes the first admin: `python -m auth_service.create_admin --email ada@example.com [--name Ada]`.

The password is read from standard input, or asked for at a terminal. Running it again changes nothing; an account whose
address is verified becomes an admin and keeps its password; any other gets this one.
"""

import argparse
import asyncio
import getpass
import sys

from pydantic import ValidationError

from auth_service.accounts import service as accounts
from auth_service.accounts.schemas import AccountCreate
from auth_service.config import settings
from auth_service.passwords import hashing, strength
from auth_service.roles import service as roles
from shared.access.principals import Role
from shared.errors import DomainError
from shared.persistence import clock
from shared.persistence.database import Database


async def create_admin(database: Database, wanted: AccountCreate) -> str:
    """The admin's account id. Raises PasswordTooCommon."""
    strength.refuse_common(wanted.password, wanted.email)
    with hashing.place():
        password_hash = await hashing.make(wanted.password)
    async with database.transaction() as session:
        await accounts.create(
            session, email=wanted.email, password_hash=password_hash, name=wanted.name, locale=wanted.locale
        )
        account = await accounts.get_by_email_for_update(session, wanted.email)
        if not account.email_verified:
            account.set_password(password_hash, await clock.now(session))
        await accounts.verify_email(session, account)
        await roles.grant(session, account.id, Role.ADMIN, by="create_admin")
    return account.id


async def _run(wanted: AccountCreate) -> str:
    database = Database(settings().database_url, pool_size=1)
    try:
        return await create_admin(database, wanted)
    finally:
        await database.close()


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m auth_service.create_admin", description=__doc__)
    parser.add_argument("--email", required=True)
    parser.add_argument("--name", default="Admin")
    arguments = parser.parse_args()
    password = getpass.getpass() if sys.stdin.isatty() else sys.stdin.readline().rstrip("\r\n")
    try:
        wanted = AccountCreate(email=arguments.email, password=password, name=arguments.name)
        account_id = asyncio.run(_run(wanted))
    except ValidationError as error:
        sys.exit("; ".join(f"{item['loc'][0]}: {item['msg']}" for item in error.errors(include_input=False)))
    except DomainError as error:
        sys.exit(error.detail)
    sys.stdout.write(f"{account_id}\n")


if __name__ == "__main__":
    main()
