"""The subscriber's side of the message log: ask by cursor, apply a page and move the cursor in one transaction."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby
from operator import attrgetter
from typing import Any, TypeVar
from uuid import UUID

import structlog
from pydantic import TypeAdapter
from sqlalchemy import BigInteger, Uuid, cast, func, literal, select
from sqlalchemy.dialects.postgresql import ARRAY, insert
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from shared.message_log import parking, unfinished
from shared.message_log.parking import ParkedMessage
from shared.message_log.unfinished import Begun, UnfinishedPage
from shared.messages import Envelope, Message, message_type
from shared.peers.calls import ServiceCalls
from shared.persistence import clock, purging
from shared.persistence.backlog import Measure
from shared.persistence.database import Base, Database, is_passing
from shared.telemetry import traces

log = structlog.get_logger()

PAGE = 500

M = TypeVar("M", bound=Message)
Listener = Callable[[AsyncSession, M, Envelope], Awaitable[None]]
ListenerOfMany = Callable[[AsyncSession, Sequence[M], Sequence[Envelope]], Awaitable[None]]
_Heard = Callable[[AsyncSession, Sequence[tuple[Any, Envelope]]], Awaitable[None]]
_Last = Callable[[AsyncSession, Sequence[Message]], Awaitable[None]]


class MessageCursor(Base):
    """How far this service has read one owner's log, and which log that was."""

    __tablename__ = "message_cursors"

    source: Mapped[str] = mapped_column(primary_key=True)
    epoch: Mapped[UUID | None] = mapped_column(Uuid)
    position: Mapped[int] = mapped_column(BigInteger)


class InboxMessage(Base):
    """A message that has taken effect here."""

    __tablename__ = "inbox"

    source: Mapped[str] = mapped_column(primary_key=True)
    message_id: Mapped[UUID] = mapped_column(Uuid, primary_key=True)
    received_at: Mapped[datetime] = mapped_column(index=True)


MEASURES = (
    Measure(
        "inbox_position",
        "The position up to which a service's log has been read.",
        lambda _moment: select(MessageCursor.source, MessageCursor.position),
        ("source",),
    ),
    Measure(
        "inbox_parked_messages",
        "Messages that could not be applied, and those behind them.",
        lambda _moment: (
            select(MessageCursor.source, func.count(ParkedMessage.message_id))
            .outerjoin(ParkedMessage, ParkedMessage.source == MessageCursor.source)
            .group_by(MessageCursor.source)
        ),
        ("source",),
    ),
    Measure(
        "inbox_unfinished_pages",
        "Pages of messages that were begun and have not ended.",
        lambda _moment: (
            select(MessageCursor.source, func.count(UnfinishedPage.source))
            .outerjoin(UnfinishedPage, UnfinishedPage.source == MessageCursor.source)
            .group_by(MessageCursor.source)
        ),
        ("source",),
    ),
)


@dataclass(frozen=True)
class Page:
    """What an owner answers: its log's epoch and the messages after the position that was asked for."""

    epoch: UUID
    messages: Sequence[Envelope]


_PAGE: TypeAdapter[Page] = TypeAdapter(Page)


class Listeners:
    """What a service does about the messages it hears; filled in its `listeners.py`."""

    def __init__(self) -> None:
        self._by_type: dict[str, _Heard] = {}
        self._last: _Last | None = None

    def on(self, kind: type[M]) -> Callable[[Listener[M]], Listener[M]]:
        """Registers `async def name(session, message, envelope)` for one type of message."""

        def register(listener: Listener[M]) -> Listener[M]:
            async def one_by_one(session: AsyncSession, heard: Sequence[tuple[M, Envelope]]) -> None:
                for message, envelope in heard:
                    with traces.continued(envelope.traceparent, message_id=str(envelope.message_id)):
                        await listener(session, message, envelope)
                        await session.flush()

            self._register(kind, one_by_one)
            return listener

        return register

    def on_many(self, kind: type[M]) -> Callable[[ListenerOfMany[M]], ListenerOfMany[M]]:
        """Registers `async def name(session, messages, envelopes)` for what comes in crowds: neighbours in the log, in their
        order.
        """

        def register(listener: ListenerOfMany[M]) -> ListenerOfMany[M]:
            async def at_once(session: AsyncSession, heard: Sequence[tuple[M, Envelope]]) -> None:
                await listener(session, [message for message, _ in heard], [envelope for _, envelope in heard])

            self._register(kind, at_once)
            return listener

        return register

    def last(self, listener: _Last) -> _Last:
        """Registers the one thing that is done when all of a page has taken effect: for what is locked behind the rest.

        Where messages are applied one by one, because one of them could not be, it is done after each.
        """
        if self._last is not None:
            raise ValueError("something is done last already")
        self._last = listener
        return listener

    async def apply(self, session: AsyncSession, envelopes: Sequence[Envelope]) -> None:
        """Lets messages of one source take effect, once: what comes again, and a type that nobody hears, changes nothing."""
        new = await _enter(session, envelopes)
        fresh = [envelope for envelope in envelopes if envelope.message_id in new]
        heard: list[Message] = []
        for name, group in groupby(fresh, key=attrgetter("type")):
            kind, listener = message_type(name), self._by_type.get(name)
            if kind is not None and listener is not None:
                told = [(kind.model_validate(envelope.payload), envelope) for envelope in group]
                await listener(session, told)
                heard += [message for message, _ in told]
        if self._last is not None and heard:
            await self._last(session, heard)
            await session.flush()

    def _register(self, kind: type[Message], listener: _Heard) -> None:
        if kind.__name__ in self._by_type:
            raise ValueError(f"{kind.__name__} has a listener already")
        self._by_type[kind.__name__] = listener


async def _enter(session: AsyncSession, envelopes: Sequence[Envelope]) -> set[UUID]:
    """Which of the messages, all of one source, have not been received before; they have now."""
    ids = cast([envelope.message_id for envelope in envelopes], ARRAY(Uuid))
    now = literal(await clock.now(session), InboxMessage.received_at.type)
    rows = select(literal(envelopes[0].source), func.unnest(ids), now)
    columns = [InboxMessage.source, InboxMessage.message_id, InboxMessage.received_at]
    entered = insert(InboxMessage).from_select(columns, rows).on_conflict_do_nothing()
    return set((await session.execute(entered.returning(InboxMessage.message_id))).scalars())


async def follow(database: Database, calls: ServiceCalls, listeners: Listeners, source: str) -> None:
    """Applies everything that `source` has told since the cursor, page by page."""
    more = True
    while more:
        async with database.transaction() as session:
            cursor = await session.get(MessageCursor, source)
            epoch, position = (cursor.epoch, cursor.position) if cursor else (None, 0)
            limit = 1 if await unfinished.exists(session, source) else PAGE
        asked = {"after": position, "limit": limit, **({"epoch": str(epoch)} if epoch else {})}
        page = _PAGE.validate_python(await calls.get(source, "/internal/messages", params=asked))
        moved = await apply_page(database, listeners, source, page, read_from=(epoch, position))
        more = moved and len(page.messages) == limit


async def apply_page(
    database: Database,
    listeners: Listeners,
    source: str,
    page: Page,
    *,
    read_from: tuple[UUID | None, int],
) -> bool:
    """Applies one page and moves the cursor; False, and nothing done, when another follower moved it meanwhile.

    Of a page that somebody has begun and not ended, only the first message.
    """
    async with database.transaction() as session:
        await session.execute(insert(MessageCursor).values(source=source, position=0).on_conflict_do_nothing())
        cursor = await session.get_one(MessageCursor, source, with_for_update=True)
        if (cursor.epoch, cursor.position) != read_from:
            return False
        if page.messages:
            begun = await unfinished.begin(database, source, page.messages)
            await _apply(session, listeners, source, begun)
            cursor.position = begun.messages[-1].position
            await unfinished.end(session, source, cursor.position)
        elif cursor.epoch != page.epoch:
            cursor.position = 0
        cursor.epoch = page.epoch
        return True


async def _apply(session: AsyncSession, listeners: Listeners, source: str, begun: Begun) -> None:
    """All at once; one by one when that fails or when some are held back, so that only those that must are parked."""
    held = await parking.held_aggregates(session, source)
    if len(begun.messages) > 1 and not held and await _applied_at_once(session, listeners, begun.messages):
        return
    for envelope in begun.messages:
        if envelope.aggregate_id in held:
            await parking.park(session, envelope, parking.BEHIND_ANOTHER)
        elif begun.is_given_up:
            await parking.park(session, envelope, parking.DID_NOT_COME_BACK)
        elif (error := await parking.attempt(session, listeners.apply, envelope)) is not None:
            held.add(envelope.aggregate_id)
            await parking.park(session, envelope, error)


async def _applied_at_once(session: AsyncSession, listeners: Listeners, messages: Sequence[Envelope]) -> bool:
    try:
        async with session.begin_nested():
            await listeners.apply(session, messages)
    except Exception as error:
        if is_passing(error):
            raise
        log.warning("page_not_applied_at_once", messages=len(messages), error=type(error).__name__)
        return False
    return True


async def purge(database: Database, older_than: timedelta) -> None:
    """Forgets which messages were received; `older_than` must be longer than any owner keeps its log."""
    await purging.purge(database, InboxMessage, lambda now: InboxMessage.received_at < now - older_than)
