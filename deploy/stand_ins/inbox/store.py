"""Messages on disk. `add` returns when the message would survive a power cut; many at once share one fsync."""

import asyncio
import queue
import sqlite3
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import orjson

from deploy.stand_ins.inbox.messages import Arrival, Message

SCHEMA = (Path(__file__).parent / "schema.sql").read_text()
COLUMNS = "m.id, m.kind, m.received, m.sender, m.recipients, m.subject, m.reference"
Waiting = tuple[Arrival, asyncio.Future[int]]


class Store:
    """Reads on the event loop's thread, writes on one of its own."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._path = folder / "messages.sqlite3"
        self._db = self._connect()
        self._db.executescript(SCHEMA)
        self._waiting: queue.SimpleQueue[Waiting | None] = queue.SimpleQueue()
        self._arrived: set[asyncio.Future[None]] = set()
        self._writer = threading.Thread(target=self._write_all, name="inbox-writer")

    def _connect(self) -> sqlite3.Connection:
        db = sqlite3.connect(self._path, isolation_level=None, check_same_thread=False)
        db.execute("PRAGMA busy_timeout=5000")
        db.execute("PRAGMA journal_mode=WAL")
        db.execute("PRAGMA synchronous=FULL")
        db.execute("PRAGMA foreign_keys=ON")
        return db

    @contextmanager
    def open(self) -> Iterator[None]:
        self._writer.start()
        try:
            yield
        finally:
            self._waiting.put(None)
            self._writer.join()
            self._db.close()

    async def add(self, arrival: Arrival) -> int:
        """The message's id, once it is on disk."""
        future: asyncio.Future[int] = asyncio.get_running_loop().create_future()
        self._waiting.put((arrival, future))
        message_id = await future
        for waiting in self._arrived:
            if not waiting.done():
                waiting.set_result(None)
        return message_id

    def _write_all(self) -> None:
        db = self._connect()
        while (first := self._waiting.get()) is not None:
            batch, closing = self._batch(first)
            try:
                db.execute("BEGIN IMMEDIATE")
                ids = [_insert(db, arrival) for arrival, _ in batch]
                db.execute("COMMIT")
            except sqlite3.Error as failure:
                db.execute("ROLLBACK")
                _answer(batch, failure)
            else:
                _answer(batch, ids)
            if closing:
                break
        db.close()

    def _batch(self, first: Waiting) -> tuple[list[Waiting], bool]:
        """The first and whatever else is waiting; whether the end was among it."""
        batch = [first]
        while not self._waiting.empty():
            following = self._waiting.get()
            if following is None:
                return batch, True
            batch.append(following)
        return batch, False

    async def wait_for_arrival(self, seconds: float) -> None:
        """Return when a message arrives, or after this time."""
        future: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._arrived.add(future)
        try:
            async with asyncio.timeout(seconds):
                await future
        except TimeoutError:
            return
        finally:
            self._arrived.discard(future)

    def find(
        self, *, to: str = "", subject: str = "", kind: str = "", after: int = 0, limit: int = 50, text: str = ""
    ) -> list[Message]:
        """The newest first. `to` is a whole address, `subject` a part; `text` is a part of any of both."""
        conditions, values = ["m.id > ?"], [str(after)]
        if to:
            conditions.append("m.id IN (SELECT message FROM recipients WHERE address = ?)")
            values.append(to.lower())
        if subject:
            conditions.append("instr(lower(m.subject), lower(?)) > 0")
            values.append(subject)
        if kind:
            conditions.append("m.kind = ?")
            values.append(kind)
        if text:
            conditions.append("instr(lower(m.subject || ' ' || m.recipients || ' ' || m.sender), lower(?)) > 0")
            values.append(text)
        sql = f"SELECT {COLUMNS} FROM messages m WHERE {' AND '.join(conditions)} ORDER BY m.id DESC LIMIT ?"  # noqa: S608
        return [_message(row) for row in self._db.execute(sql, (*values, limit))]

    def get(self, message_id: int) -> tuple[Message, bytes] | None:
        sql = f"SELECT {COLUMNS}, m.raw FROM messages m WHERE m.id = ?"  # noqa: S608
        row = self._db.execute(sql, (message_id,)).fetchone()
        return (_message(row[:-1]), row[-1]) if row else None

    def known(self, kind: str, reference: str) -> int | None:
        """The id of a message with this reference."""
        row = self._db.execute("SELECT id FROM messages WHERE kind = ? AND reference = ?", (kind, reference)).fetchone()
        return row[0] if row else None

    def copies(self, reference: str | None) -> list[dict[str, Any]]:
        """How often each Message-ID (or SMS id) arrived, oldest first."""
        rows = self._db.execute(
            "SELECT reference, kind, count(*), min(id), subject, recipients FROM messages"
            " WHERE ? IS NULL OR reference = ? GROUP BY reference, kind ORDER BY min(id)",
            (reference, reference),
        )
        names = ("message_id", "kind", "copies", "first_id", "subject", "to")
        found = [dict(zip(names, row, strict=True)) for row in rows]
        return [one | {"to": orjson.loads(one["to"])} for one in found]

    def count(self) -> int:
        return int(self._db.execute("SELECT count(*) FROM messages").fetchone()[0])

    def erase(self) -> int:
        """Forget all messages; answers how many."""
        return self._db.execute("DELETE FROM messages").rowcount


def _insert(db: sqlite3.Connection, arrival: Arrival) -> int:
    cursor = db.execute(
        "INSERT INTO messages (kind, received, sender, recipients, subject, reference, raw)"
        " VALUES (?, ?, ?, ?, ?, ?, ?)",
        (
            arrival.kind,
            time.time(),
            arrival.sender,
            orjson.dumps(arrival.recipients).decode(),
            arrival.subject,
            arrival.reference,
            arrival.raw,
        ),
    )
    message_id = int(cursor.lastrowid or 0)
    db.executemany(
        "INSERT OR IGNORE INTO recipients (address, message) VALUES (?, ?)",
        [(address.lower(), message_id) for address in arrival.recipients],
    )
    return message_id


def _answer(batch: list[Waiting], outcome: list[int] | Exception) -> None:
    """Tell the event loop; a client that is gone needs no answer."""

    def tell(future: asyncio.Future[int], value: int | Exception) -> None:
        if future.done():
            return
        if isinstance(value, Exception):
            future.set_exception(value)
        else:
            future.set_result(value)

    for index, (_, future) in enumerate(batch):
        value = outcome if isinstance(outcome, Exception) else outcome[index]
        future.get_loop().call_soon_threadsafe(tell, future, value)


def _message(row: tuple[Any, ...]) -> Message:
    message_id, kind, received, sender, recipients, subject, reference = row
    return Message(message_id, kind, received, sender, tuple(orjson.loads(recipients)), subject, reference)
