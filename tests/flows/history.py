"""What clients asked and were told, on the disk before each request is sent and again before its answer is believed."""

import base64
import itertools
import json
import os
import threading
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx

from deploy.people import API, Person

REPLAYED_AT_ONCE = 8
# Whose answers are not kept: nothing was decided.
NOT_KEPT = frozenset({401, 403, 429})


@dataclass(frozen=True)
class Told:
    """A write with a key, and its answer."""

    account_id: str
    method: str
    path: str
    key: str
    body: str
    status: int
    answer: str

    @property
    def is_acknowledged(self) -> bool:
        return 200 <= self.status < 300

    @property
    def ids(self) -> list[str]:
        """What the answer says that there is now."""
        answer = json.loads(self.answer) if self.is_acknowledged and self.answer else {}
        return [answer[name] for name in ("id", "payment_id") if name in answer]


class History(httpx.BaseTransport):
    """Between clients and their connections: every write of theirs that carries a key is written down."""

    def __init__(self, connections: httpx.BaseTransport, path: Path) -> None:
        self._connections, self._path = connections, path
        self._file, self._lock, self._numbers = path.open("ab"), threading.Lock(), itertools.count()

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        key = request.headers.get("idempotency-key")
        if key is None or not request.url.path.startswith(API):
            return self._connections.handle_request(request)
        number, body = next(self._numbers), request.read().decode()
        wish = {"method": request.method, "path": request.url.path.removeprefix(API), "key": key, "body": body}
        self._note({"number": number, "account_id": _account(request), **wish})
        response = self._connections.handle_request(request)
        self._note({"number": number, "status": response.status_code, "answer": response.read().decode()})
        return response

    def told(self) -> list[Told]:
        """What was answered, as the file has it. A request without an answer may have had its effect or not."""
        asked: dict[int, dict[str, Any]] = {}
        found = []
        for line in self._path.read_text(encoding="utf-8").splitlines():
            entry = json.loads(line)
            number = entry.pop("number")
            if "status" in entry:
                found.append(Told(**asked[number], **entry))
            else:
                asked[number] = entry
        return found

    def close(self) -> None:
        self._file.close()

    def _note(self, entry: dict[str, Any]) -> None:
        line = json.dumps(entry).encode() + b"\n"
        with self._lock:
            self._file.write(line)
            self._file.flush()
            os.fsync(self._file.fileno())


def replayed_differently(told: Iterable[Told], people: Mapping[str, Person]) -> Iterator[str]:
    """Every request again, with its key: each answer that is not the one that was given, to the byte."""

    def again(one: Told) -> str | None:
        body = json.loads(one.body) if one.body else None
        answer = people[one.account_id].ask(one.method, one.path, body, key=one.key)
        if (answer.status_code, answer.text) == (one.status, one.answer):
            return None
        return f"{one.path}: {one.status} {one.answer!r}, then {answer.status_code} {answer.text!r}"

    kept = {one for one in told if one.status < 500 and one.status not in NOT_KEPT}
    with ThreadPoolExecutor(REPLAYED_AT_ONCE) as pool:
        yield from (different for different in pool.map(again, kept) if different)


def _account(request: httpx.Request) -> str:
    """Whose access token it carries."""
    claims = request.headers["authorization"].split(".")[1]
    account: str = json.loads(base64.urlsafe_b64decode(claims + "=="))["sub"]
    return account
