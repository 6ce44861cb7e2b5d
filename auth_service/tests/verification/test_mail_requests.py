import asyncio

import httpx
import pytest
from sqlalchemy import event, func, select

from auth_service.tests.people import People
from auth_service.verification import service as verification
from auth_service.verification.models import MailRequest, Purpose
from shared.persistence.database import Database


@pytest.mark.parametrize("path", ["/auth/forgot-password", "/auth/resend-verification"])
async def test_the_same_statements_run_whether_or_not_somebody_has_the_address(
    browser: httpx.AsyncClient, people: People, database: Database, path: str
):
    """So the time of the answer tells nothing, however often it is measured."""
    statements: list[str] = []

    def note(_connection, _cursor, statement: str, *_rest: object) -> None:
        statements.append(statement)

    async def ask(email: str) -> list[str]:
        statements.clear()
        assert (await browser.post(path, json={"email": email})).status_code == 202
        return list(statements)

    known, waiting = await people.registered(), await people.registered(verified=False)
    event.listen(database.engine.sync_engine, "before_cursor_execute", note)
    try:
        asked = [await ask(email) for email in (people.new_email(), known.email, waiting.email)]
    finally:
        event.remove(database.engine.sync_engine, "before_cursor_execute", note)
    assert asked[0]
    assert asked[0] == asked[1] == asked[2]


async def test_each_request_is_answered_once_by_however_many_workers(people: People, database: Database):
    somebody = await people.registered()
    async with database.transaction() as session:
        for _ in range(5):
            await verification.request_mail(session, somebody.email, Purpose.RESET_PASSWORD)
    await asyncio.gather(*(people.answer_mail_requests() for _ in range(4)))
    await people.answer_mail_requests()
    told = [kind for kind, _ in await people.told_about(somebody)]
    assert told.count("PasswordResetRequested") == 5
    async with database.transaction() as session:
        count = select(func.count(MailRequest.id)).where(MailRequest.email == somebody.email)
        assert (await session.execute(count)).scalar_one() == 0
