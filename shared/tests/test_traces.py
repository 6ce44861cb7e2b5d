"""A trace goes on where a message is heard: in what is called, told and logged there."""

import asyncio
import uuid
from pathlib import Path

import structlog
from pydantic import TypeAdapter
from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from shared.message_log import outbox, parking
from shared.message_log.inbox import Listeners, Page, apply_page
from shared.message_log.outbox import OutboxMessage
from shared.message_log.parking import ParkedMessage
from shared.messages import Envelope
from shared.messages.auth import EmailVerified
from shared.messages.user import ProfileChanged
from shared.peers.calls import ServiceCalls
from shared.persistence.database import Database
from shared.telemetry import traces
from shared.testing.accounts import Signer
from shared.tests.test_jwks import NoRegistry

_ENVELOPES = TypeAdapter(list[Envelope])
TRACE = "4bf92f3577b34da6a3ce929d0e0e4736"


class Neighbour:
    """Hears the listeners' calls and keeps their traces."""

    def __init__(self) -> None:
        self.traceparents: list[str] = []

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = (await reader.readuntil(b"\r\n\r\n")).decode()
        self.traceparents += [line[13:] for line in head.splitlines() if line.lower().startswith("traceparent: ")]
        writer.write(b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\nconnection: close\r\n\r\n{}")
        writer.close()


async def told(database: Database) -> Envelope:
    """A message that a request of the trace tells, as its owner's log gives it."""
    with structlog.contextvars.bound_contextvars(traceparent=f"00-{TRACE}-00f067aa0ba902b7-01"):
        async with database.transaction() as session:
            await outbox.add(session, ProfileChanged(account_id="usr_1", name="Ada", phone=None))
    async with database.transaction() as session:
        await outbox.number(session)
        (envelope,) = _ENVELOPES.validate_json(await outbox.read(session, "user", 0, 10))
    return envelope


async def test_a_listener_goes_on_with_the_trace_of_the_request_that_told_the_message(
    database: Database, tmp_path: Path
):
    neighbour, lines = Neighbour(), []
    server = await asyncio.start_server(neighbour.serve, "127.0.0.1", 0)
    host, port = server.sockets[0].getsockname()
    calls = ServiceCalls("ticket", Signer(tmp_path).secrets_dir, NoRegistry(f"{host}:{port}"))
    listeners, refuses = Listeners(), True

    @listeners.on(ProfileChanged)
    async def hear(session: AsyncSession, message: ProfileChanged, _envelope: Envelope) -> None:
        lines.append(structlog.contextvars.get_contextvars())
        await calls.get("auth", "/internal/anything")
        if refuses:
            raise RuntimeError
        await outbox.add(session, EmailVerified(account_id=message.account_id, email="ada@example.com"))

    envelope = await told(database)
    await apply_page(database, listeners, "user", Page(uuid.uuid4(), [envelope]), read_from=(None, 0))
    refuses = False
    async with database.transaction() as session:
        await session.execute(update(ParkedMessage).values(due_at=envelope.created_at))
    await parking.replay(database, listeners.apply)
    await calls.close()
    server.close()

    assert [line["message_id"] for line in lines] == [str(envelope.message_id)] * 2
    assert neighbour.traceparents == [line["traceparent"] for line in lines]
    async with database.transaction() as session:
        row = await session.execute(select(OutboxMessage.traceparent).where(OutboxMessage.type == "EmailVerified"))
        spans = [envelope.traceparent, *neighbour.traceparents]
        assert row.scalar_one() == spans[-1]
    assert {span[3:35] for span in spans if span} == {TRACE}
    assert len(set(spans)) == 3
    assert "traceparent" not in structlog.contextvars.get_contextvars()


def test_what_is_no_trace_begins_a_new_one():
    for given in (None, "", "nonsense", f"00-{TRACE}", f"01-{TRACE}-00f067aa0ba902b7-01"):
        begun = traces.child(given)
        assert TRACE not in begun
        assert traces.child(begun)[3:35] == begun[3:35]
