"""Passwords, tokens and links stay out of logs, messages, errors and every column of every table."""

import io
import logging
from collections.abc import Callable, Iterator

import httpx
import pytest
import structlog
from sqlalchemy import text

from auth_service.tests.people import People
from auth_service.tests.verification.test_links import fetch_link
from shared.persistence.database import Base, Database
from shared.telemetry import logs
from shared.testing.accounts import CallingService

CANARY = "canary-pässword-4711"
MOST_TRIES = 5


class Written:
    """What the service writes: by its own formatter, and the lines about requests straight to stdout."""

    def __init__(self, capsys: pytest.CaptureFixture[str]) -> None:
        self._capsys = capsys
        self._text = io.StringIO()
        self.handler = logging.StreamHandler(self._text)
        formatters = [known.formatter for known in logging.getLogger().handlers]
        self.handler.setFormatter(next(f for f in formatters if isinstance(f, structlog.stdlib.ProcessorFormatter)))

    def text(self) -> str:
        logs.write_gathered()
        self._text.write(self._capsys.readouterr().out)
        return self._text.getvalue()


@pytest.fixture
def written(app: object, capsys: pytest.CaptureFixture[str]) -> Iterator[Written]:
    written = Written(capsys)
    logging.getLogger().addHandler(written.handler)
    yield written
    logging.getLogger().removeHandler(written.handler)


async def _post(browser: httpx.AsyncClient, path: str, body: object = None) -> httpx.Response:
    """Again when the machine is too busy just now: what is not done is not searched either."""
    for _attempt in range(MOST_TRIES):
        answer = await browser.post(f"/auth/{path}", json=body)
        if answer.status_code != 503:
            break
    return answer


async def use_everything(
    browser: httpx.AsyncClient, client: httpx.AsyncClient, notification: CallingService, people: People
) -> dict[str, str]:
    """A life with canaries in it; returns what must be found nowhere."""
    somebody = await people.registered(verified=False)
    verify = await fetch_link(client, lambda _: notification, somebody, "verify_email")
    reset = await fetch_link(client, lambda _: notification, somebody, "reset_password")
    await _post(browser, "register", {"email": people.new_email(), "password": CANARY, "name": "Ada"})
    for email, password in ((CANARY, CANARY), (somebody.email, [CANARY]), (people.new_email(), CANARY)):
        await _post(browser, "login", {"email": email, "password": password})
    await _post(browser, "verify-email", {"token": verify})
    await _post(browser, "reset-password", {"token": reset, "password": CANARY})
    grant = await _post(browser, "login", {"email": somebody.email, "password": CANARY})
    assert grant.status_code == 200, grant.text
    first, device = browser.cookies["rt"], browser.cookies["device"]
    assert (await _post(browser, "refresh")).status_code == 200
    second = browser.cookies["rt"]
    return {
        "the password": CANARY,
        "the verification link": verify,
        "the reset link": reset,
        "the access token": grant.json()["access_token"],
        "the first refresh token": first,
        "the second refresh token": second,
        "the device's token": device,
    }


async def test_no_secret_is_written_down(
    browser: httpx.AsyncClient,
    client: httpx.AsyncClient,
    calling: Callable[[str], CallingService],
    people: People,
    database: Database,
    written: Written,
):
    secrets = await use_everything(browser, client, calling("notification"), people)
    tables = {}
    async with database.transaction() as session:
        for name in Base.metadata.tables:
            rows = await session.execute(text(f'SELECT row::text FROM "{name}" AS row'))
            tables[name] = "\n".join(rows.scalars())
    for kind, secret in secrets.items():
        assert secret not in written.text(), kind
        assert secret.encode().decode("latin-1") not in written.text(), kind
        assert [name for name, content in tables.items() if secret in content] == [], kind
    # The control: the places that were searched are the ones where things are written.
    assert "/auth/login" in written.text()
    assert "$argon2id$" in tables["accounts"]
    assert "AccountRegistered" in tables["outbox"]


@pytest.mark.usefixtures("app")
def test_control_a_secret_that_is_logged_carelessly_would_be_found(written: Written):
    structlog.get_logger().info("careless", note=CANARY)
    assert CANARY in written.text()


async def test_no_address_is_written_to_the_logs(browser: httpx.AsyncClient, people: People, written: Written):
    somebody = await people.registered()
    await browser.post("/auth/login", json=somebody.credentials)
    await browser.post("/auth/forgot-password", json={"email": somebody.email})
    assert "/auth/login" in written.text()
    assert somebody.email not in written.text()
