"""The SMTP side: takes everything, and answers 250 when it is on disk."""

import asyncio
import logging
from typing import NoReturn, cast

from aiosmtpd.smtp import SMTP, Envelope, Session, syntax

from deploy.stand_ins.inbox.faults import Faults, MailRule
from deploy.stand_ins.inbox.messages import arrived_mail
from deploy.stand_ins.inbox.store import Store

logging.getLogger("mail.log").setLevel(logging.WARNING)
LARGEST = 33_554_432


class Dialogue(SMTP):
    """One connection. Faults may end it at any point."""

    def __init__(self, store: Store, faults: Faults) -> None:
        super().__init__(Handler(store, faults), enable_SMTPUTF8=True, hostname="inbox", data_size_limit=LARGEST)
        self._faults = faults

    @syntax("DATA")
    async def smtp_DATA(self, arg: str) -> None:  # noqa: N802  aiosmtpd's names
        recipients = self.envelope.rcpt_tos if self.envelope else []
        rule = self._faults.for_mail("before_data", recipients[0]) if recipients else None
        if rule is not None:
            await drop(self)
        await super().smtp_DATA(arg)


class Handler:
    def __init__(self, store: Store, faults: Faults) -> None:
        self._store = store
        self._faults = faults

    async def handle_MAIL(  # noqa: N802
        self, server: SMTP, _session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        reply = await _obey(self._faults.for_mail("mail", address), server)
        if reply is None:
            envelope.mail_from = address
            envelope.mail_options.extend(options)
        return reply or "250 OK"

    async def handle_RCPT(  # noqa: N802
        self, server: SMTP, _session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        reply = await _obey(self._faults.for_mail("rcpt", address), server)
        if reply is None:
            envelope.rcpt_tos.append(address)
            envelope.rcpt_options.extend(options)
        return reply or "250 OK"

    async def handle_DATA(self, server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802
        rule = self._faults.for_mail("data", envelope.rcpt_tos[0])
        if rule is not None and rule.fault in {"refuse", "drop_after_data"}:
            return await _obey(rule, server) or ""
        content = envelope.content if isinstance(envelope.content, bytes) else b""
        message_id = await self._store.add(arrived_mail(envelope.mail_from or "", envelope.rcpt_tos, content))
        return await _obey(rule, server) or f"250 OK kept as {message_id}"


async def _obey(rule: MailRule | None, server: SMTP) -> str | None:
    """The reply that a fault gives, or None to go on."""
    if rule is None:
        return None
    if rule.fault == "stall":
        await asyncio.sleep(rule.seconds)
        return None
    if rule.fault != "refuse":
        await drop(server)
    lasting = "mailbox unavailable" if rule.code >= 500 else "try again later"
    return f"{rule.code} {rule.code // 100}.0.0 On purpose: {lasting}"


async def drop(server: SMTP) -> NoReturn:
    """Close the connection in the middle of the dialogue; its end cancels this."""
    cast("asyncio.WriteTransport", server.transport).abort()
    await asyncio.Event().wait()
    raise AssertionError("the connection outlived its end")
