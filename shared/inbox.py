"""The subscriber's side of the message log: ask by cursor, apply a page and move the cursor in one transaction."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, TypeVar
from uuid import UUID

from pydantic import TypeAdapter
from sqlalchemy import BigInteger, Uuid, func, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from shared import clock, parking, purging, unfinished
from shared.backlog import Measure
from shared.calls import ServiceCalls
from shared.database import Base, Database
from shared.messages import Envelope, Message, message_type
from shared.parking import ParkedMessage
from shared.unfinished import Begun, UnfinishedPage

PAGE = 500

M = TypeVar("M", bound=Message)
Listener = Callable[[AsyncSession, M, Envelope], Awaitable[None]]


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

    def __init__(self, *sources: str) -> None:
        self.sources = sources
        self._by_type: dict[str, Listener[Any]] = {}

    def on(self, kind: type[M]) -> Callable[[Listener[M]], Listener[M]]:
        """Registers `async def name(session, message, envelope)` for one type of message."""

        def register(listener: Listener[M]) -> Listener[M]:
            if kind.__name__ in self._by_type:
                raise ValueError(f"{kind.__name__} has a listener already")
            self._by_type[kind.__name__] = listener
            return listener

        return register

    async def apply(self, session: AsyncSession, envelope: Envelope) -> None:
        """Lets the message take effect, once: a second delivery and a type that nobody here hears change nothing."""
        entered = await session.execute(
            insert(InboxMessage)
            .values(source=envelope.source, message_id=envelope.message_id, received_at=await clock.now(session))
            .on_conflict_do_nothing()
            .returning(InboxMessage.message_id)
        )
        kind, listener = message_type(envelope.type), self._by_type.get(envelope.type)
        if entered.first() is not None and kind is not None and listener is not None:
            await listener(session, kind.model_validate(envelope.payload), envelope)


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
    held = await parking.held_aggregates(session, source)
    for envelope in begun.messages:
        if envelope.aggregate_id in held:
            await parking.park(session, envelope, parking.BEHIND_ANOTHER)
        elif begun.is_given_up:
            await parking.park(session, envelope, parking.DID_NOT_COME_BACK)
        elif (error := await parking.attempt(session, listeners.apply, envelope)) is not None:
            held.add(envelope.aggregate_id)
            await parking.park(session, envelope, error)


async def purge(database: Database, older_than: timedelta) -> None:
    """Forgets which messages were received; `older_than` must be longer than any owner keeps its log."""
    await purging.purge(database, InboxMessage, lambda now: InboxMessage.received_at < now - older_than)
