"""The ledger on disk: objects as Stripe shows them, every movement of money, keys, events and deliveries.

One connection, one thread, one writer. WAL with `synchronous=NORMAL`: what is committed survives the end of the
process, however it ends; only a power cut may take the last moments.
"""

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import orjson

from deploy.stand_ins.stripe.wire import Json

SCHEMA = (Path(__file__).parent / "schema.sql").read_text()
RELATIONS = {"gt": ">", "gte": ">=", "lt": "<", "lte": "<=", "eq": "="}
Value = str | int | float | bytes | None
Row = tuple[Any, ...]


class Store:
    def __init__(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self.db = sqlite3.connect(path, isolation_level=None, cached_statements=256)
        self.db.execute("PRAGMA busy_timeout=5000")
        self.db.execute("PRAGMA journal_mode=WAL")
        self.db.execute("PRAGMA synchronous=NORMAL")
        self.db.execute("PRAGMA wal_autocheckpoint=4000")
        self.db.executescript(SCHEMA)

    def close(self) -> None:
        self.db.close()

    @contextmanager
    def transaction(self) -> Iterator[None]:
        self.db.execute("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            self.db.execute("ROLLBACK")
            raise
        self.db.execute("COMMIT")

    @contextmanager
    def undone_on_error(self) -> Iterator[None]:
        """A part of a transaction that leaves nothing behind when it raises."""
        self.db.execute("SAVEPOINT part")
        try:
            yield
        except BaseException:
            self.db.execute("ROLLBACK TO part")
            raise
        finally:
            self.db.execute("RELEASE part")

    def rows(self, sql: str, values: Sequence[Value] = ()) -> list[Row]:
        return self.db.execute(sql, values).fetchall()

    def insert(self, body: Json, *, label: str = "", parent: str = "") -> None:
        """Keep a new object; `label` is what only the stand-in knows of it, `parent` the payment it belongs to."""
        self.db.execute(
            "INSERT INTO objects (id, kind, created, label, parent, body) VALUES (?, ?, ?, ?, ?, ?)",
            (body["id"], body["object"], body["created"], label, parent, orjson.dumps(body).decode()),
        )

    def save(self, body: Json) -> None:
        self.db.execute("UPDATE objects SET body = ? WHERE id = ?", (orjson.dumps(body).decode(), body["id"]))

    def find(self, kind: str, object_id: str) -> Json | None:
        row = self.db.execute("SELECT body FROM objects WHERE id = ? AND kind = ?", (object_id, kind)).fetchone()
        return orjson.loads(row[0]) if row else None

    def get(self, kind: str, object_id: str) -> Json:
        """An object that must exist."""
        found = self.find(kind, object_id)
        if found is None:
            raise LookupError(f"{kind} {object_id}")
        return found

    def label(self, object_id: str) -> str:
        row = self.db.execute("SELECT label FROM objects WHERE id = ?", (object_id,)).fetchone()
        return row[0] if row else ""

    def children(self, kind: str, parent: str) -> list[Json]:
        """The objects of a payment, oldest first."""
        rows = self.rows("SELECT body FROM objects WHERE kind = ? AND parent = ? ORDER BY seq", (kind, parent))
        return [orjson.loads(row[0]) for row in rows]

    def page(
        self,
        kind: str,
        *,
        where: Sequence[tuple[str, tuple[Value, ...]]] = (),
        created: dict[str, int] | None = None,
        limit: int = 10,
        starting_after: str | None = None,
        ending_before: str | None = None,
    ) -> tuple[list[Json], bool]:
        """One page, newest first, and whether there is more in the direction of travel.

        Raises LookupError for a cursor that names nothing.
        """
        conditions: list[str] = ["kind = ?"]
        values: list[Value] = [kind]
        for condition, bound in where:
            conditions.append(condition)
            values.extend(bound)
        for relation, moment in (created or {}).items():
            conditions.append(f"created {RELATIONS[relation]} ?")
            values.append(moment)
        cursor = starting_after or ending_before
        if cursor is not None:
            conditions.append("seq < ?" if starting_after else "seq > ?")
            values.append(self._position(kind, cursor))
        direction = "ASC" if ending_before else "DESC"
        sql = f"SELECT body FROM objects WHERE {' AND '.join(conditions)} ORDER BY seq {direction} LIMIT ?"  # noqa: S608
        found = [orjson.loads(row[0]) for row in self.rows(sql, (*values, limit + 1))]
        page = found[:limit]
        return (page[::-1] if ending_before else page), len(found) > limit

    def _position(self, kind: str, object_id: str) -> int:
        row = self.db.execute("SELECT seq FROM objects WHERE id = ? AND kind = ?", (object_id, kind)).fetchone()
        if row is None:
            raise LookupError(object_id)
        return int(row[0])

    def erase(self) -> None:
        """Forget everything."""
        with self.transaction():
            tables = self.rows("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'")
            for (table,) in tables:
                self.db.execute(f"DELETE FROM {table}")  # noqa: S608  names from the schema itself
