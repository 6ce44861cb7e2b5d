"""The connection to the mail server: used again, encrypted as the URL says, and only with a server that proves its name."""

import ssl
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from datetime import UTC, datetime
from email.headerregistry import Address
from email.message import EmailMessage
from pathlib import Path

import pytest

from notification_service.mail.composing import compose
from notification_service.mail.smtp import MailConnection, MailNotTaken, MailRefused, MailServer
from notification_service.tests.certificates import make_certificate
from notification_service.tests.sink import Sink, listen
from shared.testing.ports import free_port


def mail(recipient: str = "ada@example.com") -> EmailMessage:
    return compose(
        message_id="<1@stagedoor.example>",
        sender=Address("Stagedoor", addr_spec="tickets@stagedoor.example"),
        recipient=recipient,
        subject="Your tickets",
        text="See you there\n.\nMAIL FROM:<x@example.com>",
        html="<p>See you there</p>",
        language="en",
        attachments=[],
        written_at=datetime(2027, 1, 1, tzinfo=UTC),
    )


@asynccontextmanager
async def connected(url: str) -> AsyncIterator[MailConnection]:
    connection = MailConnection(MailServer.from_url(url))
    try:
        yield connection
    finally:
        await connection.close()


@contextmanager
def served(sink: Sink, scheme: str, tls: ssl.SSLContext | None) -> Iterator[str]:
    """The address of a server that speaks as the scheme says."""
    in_tls, after = (tls, None) if scheme == "smtps" else (None, tls)
    server = listen(sink, in_tls, start_tls=after)
    try:
        yield f"{scheme}://localhost:{server.port}"
    finally:
        server.stop()


@pytest.fixture
def certificate(tmp_path: Path) -> Callable[[str], ssl.SSLContext]:
    """A server's identity for a host name, which nobody vouches for unless its file is trusted."""
    return lambda host: make_certificate(tmp_path, host)


async def test_one_connection_carries_many_mails_and_a_dot_does_not_end_one():
    sink = Sink()
    with served(sink, "smtp", None) as url:
        async with connected(url) as connection:
            for _ in range(3):
                assert await connection.send(mail()) == "taken"
    assert sink.connections == 1
    assert "MAIL FROM:<x@example.com>" in str(sink.mails("ada@example.com")[2].get_body(("plain",)))


async def test_a_passing_and_a_lasting_refusal_are_told_apart():
    sink = Sink()
    sink.refuse("later@example.com", "450 mailbox busy")
    sink.refuse("never@example.com", "550 no such mailbox")
    with served(sink, "smtp", None) as url:
        async with connected(url) as connection:
            with pytest.raises(MailNotTaken, match="450 mailbox busy"):
                await connection.send(mail("later@example.com"))
            with pytest.raises(MailRefused, match="550 no such mailbox"):
                await connection.send(mail("never@example.com"))
            assert await connection.send(mail()) == "taken"


async def test_a_server_that_is_away_takes_nothing_now():
    async with connected(f"smtp://127.0.0.1:{free_port()}") as connection:
        with pytest.raises(MailNotTaken, match="not connected"):
            await connection.send(mail())


@pytest.mark.parametrize("scheme", ["smtps", "smtp+starttls"])
async def test_a_trusted_server_is_spoken_to_in_tls(
    scheme: str, tmp_path: Path, certificate: Callable[[str], ssl.SSLContext], monkeypatch: pytest.MonkeyPatch
):
    sink, identity = Sink(), certificate("localhost")
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "localhost.pem"))
    with served(sink, scheme, identity) as url:
        async with connected(url) as connection:
            assert await connection.send(mail()) == "taken"


@pytest.mark.parametrize("scheme", ["smtps", "smtp+starttls"])
@pytest.mark.parametrize("flaw", ["unknown authority", "another name"])
async def test_a_server_that_cannot_prove_its_name_gets_nothing(
    scheme: str,
    flaw: str,
    tmp_path: Path,
    certificate: Callable[[str], ssl.SSLContext],
    monkeypatch: pytest.MonkeyPatch,
):
    host = "localhost" if flaw == "unknown authority" else "elsewhere.example"
    sink, identity = Sink(), certificate(host)
    if flaw == "another name":
        monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / f"{host}.pem"))
    with served(sink, scheme, identity) as url:
        async with connected(url) as connection:
            with pytest.raises(MailNotTaken, match="not connected"):
                await connection.send(mail())
    assert not sink.mails("ada@example.com")


async def test_a_server_without_starttls_gets_nothing_when_tls_is_wanted():
    sink = Sink()
    with served(sink, "smtp", None) as url:
        async with connected(url.replace("smtp://", "smtp+starttls://")) as connection:
            with pytest.raises(MailNotTaken, match="not connected"):
                await connection.send(mail())


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("smtp://mail.example", MailServer("mail.example", 25, False, False, None, None)),
        ("smtp+starttls://ada:p%40ss@mail.example", MailServer("mail.example", 587, False, True, "ada", "p@ss")),
        ("smtps://ada:x@mail.example:4650", MailServer("mail.example", 4650, True, False, "ada", "x")),
    ],
)
def test_the_url_says_how(url: str, expected: MailServer):
    assert MailServer.from_url(url) == expected
