"""A mail server that keeps what it is given and answers as it is told."""

import asyncio
import email
import ssl
from collections import defaultdict, deque
from collections.abc import Callable
from email import policy
from email.message import EmailMessage

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from shared.testing.ports import free_port


class Sink:
    """Mails by recipient. `answer("a@b", "451 later", …)`: what the next mails to an address are answered at their DATA."""

    def __init__(self) -> None:
        self._mails: dict[str, list[EmailMessage]] = defaultdict(list)
        self._answers: dict[str, deque[str]] = defaultdict(deque)
        self._refused_recipients: dict[str, str] = {}
        self._before_answer: dict[str, Callable[[], None]] = {}
        self.connections = 0

    def mails(self, recipient: str) -> list[EmailMessage]:
        return list(self._mails[recipient])

    def answer(self, recipient: str, *answers: str) -> None:
        self._answers[recipient].extend(answers)

    def refuse(self, recipient: str, answer: str) -> None:
        """At RCPT, every time."""
        self._refused_recipients[recipient] = answer

    def before_answer(self, recipient: str, act: Callable[[], None]) -> None:
        """Calls `act` when it has a mail and has not said so yet."""
        self._before_answer[recipient] = act

    async def handle_EHLO(  # noqa: N802  aiosmtpd's names
        self, _server: SMTP, session: Session, _envelope: Envelope, hostname: str, responses: list[str]
    ) -> list[str]:
        self.connections += 1
        session.host_name = hostname
        return responses

    async def handle_RCPT(  # noqa: N802
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, _options: list[str]
    ) -> str:
        if address in self._refused_recipients:
            return self._refused_recipients[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802
        (recipient,) = envelope.rcpt_tos
        if self._answers[recipient]:
            return self._answers[recipient].popleft()
        assert isinstance(envelope.content, bytes)
        self._mails[recipient].append(email.message_from_bytes(envelope.content, policy=policy.SMTP))
        if act := self._before_answer.get(recipient):
            await asyncio.to_thread(act)
        return "250 taken"


def listen(sink: Sink, tls: ssl.SSLContext | None = None, *, start_tls: ssl.SSLContext | None = None) -> Controller:
    """A server on a free port of 127.0.0.1, in a thread of its own."""
    controller = Controller(
        sink,
        hostname="127.0.0.1",
        port=free_port(),
        ssl_context=tls,
        tls_context=start_tls,
        require_starttls=start_tls is not None,
    )
    controller.start()
    return controller
