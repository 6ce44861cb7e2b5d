"""Accounts for tests, made in the database with one hash that was computed once."""

import itertools
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from auth_service.accounts import service as accounts
from auth_service.clients import Client
from auth_service.roles import service as roles
from auth_service.sessions import service as sessions
from auth_service.verification import service as verification
from shared.access.principals import Role
from shared.ids import new_id
from shared.message_log.outbox import OutboxMessage
from shared.persistence.database import Database

PASSWORD = "a bicycle made of glass"
CLIENT = Client("192.0.2.1", "tests")

_addresses = itertools.count(1)


@dataclass(frozen=True)
class Somebody:
    account_id: str
    email: str

    @property
    def credentials(self) -> dict[str, str]:
        return {"email": self.email, "password": PASSWORD}

    @property
    def wrong_credentials(self) -> dict[str, str]:
        return {"email": self.email, "password": "a bicycle made of brass"}


class People:
    def __init__(self, database: Database, password_hash: str) -> None:
        self._database = database
        self._password_hash = password_hash

    @staticmethod
    def new_address() -> str:
        number = next(_addresses)
        return f"10.{number >> 16 & 255}.{number >> 8 & 255}.{number & 255}"

    @staticmethod
    def new_email() -> str:
        return f"{new_id('mail')}@example.com"

    async def registered(self, *, verified: bool = True, role: Role | None = None) -> Somebody:
        email = self.new_email()
        async with self._database.transaction() as session:
            account_id = await accounts.create(
                session, email=email, password_hash=self._password_hash, name="Ada King", locale="en"
            )
            assert account_id is not None
            account = await accounts.get_for_update(session, account_id)
            if verified:
                await accounts.verify_email(session, account)
            if role is not None:
                await roles.grant(session, account_id, role, by="tests")
        return Somebody(account_id, email)

    async def signed_in(self, somebody: Somebody) -> tuple[str, str]:
        """The id of a new session and its first refresh token."""
        async with self._database.transaction() as session:
            account = await accounts.get_for_update(session, somebody.account_id)
            opened, token = await sessions.open_session(session, account, CLIENT)
        return opened.id, token

    async def answer_mail_requests(self) -> None:
        """What the worker does every two seconds."""
        is_more = True
        while is_more:
            async with self._database.transaction() as session:
                is_more = await verification.answer_next_request(session)

    async def told_about(self, somebody: Somebody) -> list[tuple[str, dict[str, Any]]]:
        """The messages about the account so far, in order."""
        query = select(OutboxMessage).where(OutboxMessage.aggregate_id == somebody.account_id).order_by(OutboxMessage.n)
        async with self._database.transaction() as session:
            return [(row.type, row.payload) for row in (await session.execute(query)).scalars()]
