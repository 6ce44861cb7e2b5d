"""People at work without a pause, each with one service: what they were answered, how fast, and what they may rely on."""

import base64
import json
import secrets
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field

import httpx

from deploy.people import Person

PAUSE_SECONDS = 0.2

# One request; what proves that it was acknowledged, when it was.
Ask = Callable[[], tuple[httpx.Response, str]]


@dataclass(frozen=True)
class Call:
    began_at: float
    took: float
    status: int
    retry_after: str | None
    proof: str | None = None

    @property
    def ended_at(self) -> float:
        return self.began_at + self.took

    @property
    def is_good(self) -> bool:
        return self.status < 400

    @property
    def is_honest(self) -> bool:
        """Whether it says "not now" in the one way that clients understand, when it says so."""
        return self.status < 500 or (self.status == 503 and self.retry_after is not None)


@dataclass
class Clerk:
    """Asks one thing of one service, again and again, as long as `at_work` lasts."""

    service: str
    ask: Ask
    calls: list[Call] = field(default_factory=list)

    def work(self, over: threading.Event) -> None:
        while not over.wait(PAUSE_SECONDS):
            began_at = time.monotonic()
            answer, proof = self.ask()
            took = time.monotonic() - began_at
            retry_after = answer.headers.get("retry-after")
            self.calls.append(
                Call(began_at, took, answer.status_code, retry_after, proof if answer.is_success else None)
            )

    def since(self, moment: float) -> list[Call]:
        return [call for call in tuple(self.calls) if call.began_at >= moment]


@contextmanager
def at_work(clerks: Sequence[Clerk]) -> Iterator[None]:
    over = threading.Event()
    threads = [threading.Thread(target=clerk.work, args=(over,), daemon=True) for clerk in clerks]
    for thread in threads:
        thread.start()
    try:
        yield
    finally:
        over.set()
        for thread in threads:
            thread.join()


def signs_in(person: Person) -> Ask:
    def ask() -> tuple[httpx.Response, str]:
        answer = person.ask("POST", "/auth/login", {"email": person.email, "password": person.password})
        return answer, _session(answer.json()["access_token"]) if answer.is_success else ""

    return ask


def writes(person: Person, method: str, path: str, body: object) -> Ask:
    """With a key, which is kept in the transaction of what it caused."""

    def ask() -> tuple[httpx.Response, str]:
        key = secrets.token_hex(16)
        return person.ask(method, path, body, key=key), key

    return ask


def reads(person: Person, path: str) -> Ask:
    return lambda: (person.ask("GET", path), "")


def _session(token: str) -> str:
    session: str = json.loads(base64.urlsafe_b64decode(token.split(".")[1] + "=="))["sid"]
    return session
