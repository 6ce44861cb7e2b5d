"""The way to the mail server, the only module that speaks SMTP."""

import contextlib
import socket
from dataclasses import dataclass
from email.message import EmailMessage
from typing import Self
from urllib.parse import unquote, urlsplit

import aiosmtplib

PORTS = {"smtp": 25, "smtp+starttls": 587, "smtps": 465}
COMMAND_SECONDS = 10.0


class MailRefused(Exception):
    """The server will not take this mail, now or later (5xx)."""


class MailNotTaken(Exception):
    """The mail was not taken this time; the server may be away, busy or of another mind later."""


@dataclass(frozen=True)
class MailServer:
    host: str
    port: int
    use_tls: bool
    start_tls: bool
    username: str | None
    password: str | None

    @classmethod
    def from_url(cls, url: str) -> Self:
        """`smtp://` without TLS, `smtp+starttls://`, `smtps://`; certificates are checked with the system's authorities."""
        parts = urlsplit(url)
        return cls(
            host=parts.hostname or "",
            port=parts.port or PORTS[parts.scheme],
            use_tls=parts.scheme == "smtps",
            start_tls=parts.scheme == "smtp+starttls",
            username=unquote(parts.username) if parts.username else None,
            password=unquote(parts.password) if parts.password else None,
        )


class MailConnection:
    """One connection, opened by the first mail and used for the next; after any trouble a new one is opened."""

    def __init__(self, server: MailServer) -> None:
        self._server = server
        self._smtp: aiosmtplib.SMTP | None = None

    async def send(self, message: EmailMessage) -> str:
        """What the server answered when it took the mail. Raises MailRefused or MailNotTaken."""
        try:
            smtp = await self._connected()
        except (aiosmtplib.SMTPException, OSError) as error:
            self._drop()
            raise MailNotTaken(f"not connected: {describe(error)}") from error
        try:
            _, answer = await smtp.send_message(message)
        except (aiosmtplib.SMTPException, OSError) as error:
            self._drop()
            kind = MailRefused if _is_permanent(error) else MailNotTaken
            raise kind(describe(error)) from error
        except BaseException:
            self._drop()
            raise
        return answer

    async def close(self) -> None:
        if self._smtp is not None:
            with contextlib.suppress(aiosmtplib.SMTPException, OSError):
                await self._smtp.quit(timeout=1)
            self._drop()

    async def _connected(self) -> aiosmtplib.SMTP:
        if self._smtp is None or not self._smtp.is_connected:
            server = self._server
            self._smtp = aiosmtplib.SMTP(
                hostname=server.host,
                port=server.port,
                use_tls=server.use_tls,
                start_tls=server.start_tls,
                username=server.username,
                password=server.password,
                local_hostname=socket.gethostname(),
                timeout=COMMAND_SECONDS,
            )
            await self._smtp.connect()
        return self._smtp

    def _drop(self) -> None:
        if self._smtp is not None:
            self._smtp.close()
            self._smtp = None


def describe(error: Exception) -> str:
    """`550 no such mailbox`, or the kind of error when the server said nothing."""
    response = _response(error)
    return f"{response.code} {response.message}" if response else f"{type(error).__name__}: {error}"


def _is_permanent(error: Exception) -> bool:
    response = _response(error)
    return response is not None and 500 <= response.code < 600


def _response(error: Exception) -> aiosmtplib.SMTPResponseException | None:
    if isinstance(error, aiosmtplib.SMTPRecipientsRefused) and error.recipients:
        return error.recipients[0]
    return error if isinstance(error, aiosmtplib.SMTPResponseException) else None
