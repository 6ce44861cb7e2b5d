"""A message takes effect once, in order per aggregate, and one that fails holds back only its own aggregate."""

import asyncio
import dataclasses
import uuid
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from shared.errors import Unavailable
from shared.message_log import parking
from shared.message_log.inbox import InboxMessage, Listeners, MessageCursor, Page, apply_page
from shared.message_log.parking import ParkedMessage
from shared.message_log.unfinished import ENOUGH
from shared.messages import Envelope, Message
from shared.messages.user import ProfileChanged
from shared.persistence.database import Database

EPOCH = uuid.uuid4()


class Copy:
    """A subscriber whose effects can be counted, and that can be told to refuse a name or to lose its database at it."""

    def __init__(self) -> None:
        self.applied: list[tuple[str, str]] = []
        self.refuses: set[str] = set()
        self.loses_database_at: set[str] = set()
        self.listeners = Listeners()
        self.listeners.on(ProfileChanged)(self._on_profile_changed)

    async def _on_profile_changed(self, _session: AsyncSession, message: ProfileChanged, _envelope: Envelope) -> None:
        if message.name in self.refuses:
            raise RuntimeError(message.name)
        if message.name in self.loses_database_at:
            raise ConnectionResetError
        self.applied.append((message.account_id, message.name))


def _envelope(position: int, account: str, name: str) -> Envelope:
    message = ProfileChanged(account_id=account, name=name, phone=None)
    return Envelope(
        "user",
        uuid.uuid4(),
        position,
        "ProfileChanged",
        account,
        message.model_dump(mode="json"),
        None,
        datetime.now(UTC),
    )


async def _apply(database: Database, copy: Copy, messages: list[Envelope], after: int = 0) -> bool:
    known = None if after == 0 else EPOCH
    return await apply_page(database, copy.listeners, "user", Page(EPOCH, messages), read_from=(known, after))


async def _let_pass(database: Database, time: timedelta) -> None:
    async with database.transaction() as session:
        await session.execute(update(ParkedMessage).values(due_at=ParkedMessage.due_at - time))


async def _parked(database: Database) -> list[str]:
    async with database.transaction() as session:
        rows = await session.execute(select(ParkedMessage).order_by(ParkedMessage.position))
        return [row.payload["name"] for row in rows.scalars()]


async def test_what_comes_last_is_done_once_and_when_all_of_the_page_has_taken_effect(database: Database):
    copy, page = Copy(), [_envelope(1, "a", "one"), _envelope(2, "b", "two")]
    seen: list[tuple[Sequence[str], int]] = []

    @copy.listeners.last
    async def look(_session: AsyncSession, messages: Sequence[Message]) -> None:
        seen.append(([message.aggregate_id for message in messages], len(copy.applied)))

    for _ in range(2):
        await _apply(database, copy, page)
        async with database.transaction() as session:
            await copy.listeners.apply(session, page)
    assert seen == [(["a", "b"], 2)]


async def test_a_page_applied_twice_takes_effect_once(database: Database):
    copy, page = Copy(), [_envelope(1, "a", "one"), _envelope(2, "b", "two")]
    assert await _apply(database, copy, page)
    assert not await _apply(database, copy, page)
    async with database.transaction() as session:
        (await session.get_one(MessageCursor, "user")).position = 0
    assert await apply_page(database, copy.listeners, "user", Page(EPOCH, page), read_from=(EPOCH, 0))
    assert copy.applied == [("a", "one"), ("b", "two")]


async def test_two_followers_at_once_apply_a_page_once(database: Database):
    copy, page = Copy(), [_envelope(1, "a", "one")]
    moved = await asyncio.gather(*(_apply(database, copy, page) for _ in range(8)))
    assert sum(moved) == 1
    assert copy.applied == [("a", "one")]


async def test_a_failing_message_holds_back_its_own_aggregate_only(database: Database):
    copy = Copy()
    copy.refuses = {"bad"}
    await _apply(database, copy, [_envelope(1, "a", "bad"), _envelope(2, "a", "later"), _envelope(3, "b", "other")])
    assert copy.applied == [("b", "other")]
    assert await _parked(database) == ["bad", "later"]
    await _apply(database, copy, [_envelope(4, "a", "latest")], after=3)
    assert await _parked(database) == ["bad", "later", "latest"]


async def test_a_page_with_a_failing_message_leaves_nothing_of_its_first_attempt(database: Database):
    """What the first attempt wrote is undone with it: otherwise the second would be refused, or the effect there twice."""
    copy = Copy()
    copy.refuses = {"bad"}
    await _apply(database, copy, [_envelope(1, "b", "other"), _envelope(2, "a", "bad"), _envelope(3, "b", "last")])
    assert copy.applied == [("b", "other"), ("b", "other"), ("b", "last")]
    async with database.transaction() as session:
        received = (await session.execute(select(InboxMessage.message_id))).scalars().all()
    assert len(received) == 2
    assert await _parked(database) == ["bad"]


async def test_a_listener_of_many_hears_neighbours_together_and_in_their_order(database: Database):
    heard: list[list[tuple[str, int]]] = []
    listeners = Listeners()

    @listeners.on_many(ProfileChanged)
    async def hear(_session: AsyncSession, messages: Sequence[ProfileChanged], envelopes: Sequence[Envelope]) -> None:
        positions = [envelope.position for envelope in envelopes]
        heard.append([(message.name, at) for message, at in zip(messages, positions, strict=True)])

    other = dataclasses.replace(_envelope(3, "c", "unheard"), type="PreferencesChanged")
    messages = [_envelope(1, "a", "one"), _envelope(2, "b", "two"), other, _envelope(4, "a", "three")]
    assert await apply_page(database, listeners, "user", Page(EPOCH, messages), read_from=(None, 0))
    assert heard == [[("one", 1), ("two", 2)], [("three", 4)]]


async def test_parked_messages_are_replayed_in_order_once_the_listener_can(database: Database):
    copy = Copy()
    copy.refuses = {"bad"}
    await _apply(database, copy, [_envelope(1, "a", "bad"), _envelope(2, "a", "later")])
    await _let_pass(database, parking.FIRST_PAUSE)
    await parking.replay(database, copy.listeners.apply)
    assert copy.applied == []
    copy.refuses = set()
    await _let_pass(database, parking.FIRST_PAUSE)
    await parking.replay(database, copy.listeners.apply)
    assert copy.applied == [], "the second attempt waits longer than the first"
    await _let_pass(database, timedelta(minutes=5))
    await asyncio.gather(*(parking.replay(database, copy.listeners.apply) for _ in range(4)))
    assert copy.applied == [("a", "bad"), ("a", "later")]
    assert await _parked(database) == []


async def test_a_message_that_always_loses_the_database_is_parked_in_the_end(database: Database):
    copy, page = Copy(), [_envelope(1, "a", "bad"), _envelope(2, "b", "other")]
    copy.loses_database_at = {"bad"}
    for _ in range(1 + ENOUGH):
        with pytest.raises(Unavailable):
            await _apply(database, copy, page)
    assert await _apply(database, copy, page)
    assert await _parked(database) == ["bad"]
    assert await _apply(database, copy, page[1:], after=1)
    assert copy.applied == [("b", "other")]


async def test_followers_that_come_at_once_do_not_count_each_other_as_lost(database: Database):
    copy, page = Copy(), [_envelope(1, "a", "one"), _envelope(2, "b", "two")]
    copy.loses_database_at = {"one"}
    with pytest.raises(Unavailable):
        await _apply(database, copy, page)
    copy.loses_database_at = set()
    moved = await asyncio.gather(*(_apply(database, copy, page) for _ in range(ENOUGH + 5)))
    assert sum(moved) == 1
    assert copy.applied == [("a", "one")]
    assert await _parked(database) == []


async def test_another_epoch_is_read_from_its_beginning(database: Database):
    copy = Copy()
    await _apply(database, copy, [_envelope(7, "a", "one")])
    restored = Page(uuid.uuid4(), [])
    assert await apply_page(database, copy.listeners, "user", restored, read_from=(EPOCH, 7))
    async with database.transaction() as session:
        cursor = await session.get_one(MessageCursor, "user")
    assert (cursor.epoch, cursor.position) == (restored.epoch, 0)


async def test_a_type_that_nobody_hears_is_passed_over(database: Database):
    copy = Copy()
    unknown = Envelope("user", uuid.uuid4(), 1, "FromTheFuture", "a", {}, None, datetime.now(UTC))
    assert await _apply(database, copy, [unknown])
    assert await _parked(database) == []
