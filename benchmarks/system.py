"""The whole system for measurements: started like any other, with its limits out of the way, and what its parts cost."""

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from urllib.parse import urlsplit

from deploy.demo import Narrator, new_event, organize, wait_for_sale
from deploy.native import trees
from deploy.native.services import AUTH, TICKET
from deploy.native.settings import Settings
from deploy.native.stack import Stack
from deploy.people import Person, System
from shared.ids import new_id
from shared.testing.accounts import Signer

# Everything is still counted and looked up; the crowd of a benchmark comes from one address.
WIDE_LIMITS = {
    "GATEWAY_ACCOUNT_BURST": "1000000",
    "GATEWAY_ACCOUNT_PER_SECOND": "100000",
    "GATEWAY_ADDRESS_BURST": "1000000",
    "GATEWAY_ADDRESS_PER_SECOND": "100000",
    "GATEWAY_LIMIT_BUDGET_MS": "1000",
    "AUTH_ATTEMPTS_PER_ADDRESS": "100000",
}


@contextmanager
def running(*, front_end: bool = False, **environ: str) -> Iterator[Stack]:
    with (
        TemporaryDirectory(prefix="benchmark-") as folder,
        Stack(Settings.for_tests(Path(folder), environ=WIDE_LIMITS | environ, front_end=front_end)) as stack,
    ):
        yield stack


# So that mails to them are written and sent, not put off.
_KNOWN = """
INSERT INTO recipients (account_id, email, name, locale, email_event_updates, sms_event_updates, profile_version,
    preferences_version)
SELECT CAST(id AS uuid), id || '@example.org', 'Ada Lovelace', 'en', true, false, 0, 0
FROM unnest(string_to_array('{ids}', ' ')) AS id
"""
# A command's argument has 128 kB.
_AT_ONCE = 2_000


def access_tokens(stack: Stack, number: int) -> list[str]:
    """Tokens of as many accounts that nobody has registered; notification alone knows their addresses."""
    accounts = [new_id("usr") for _ in range(number)]
    for first in range(0, number, _AT_ONCE):
        ids = " ".join(account.partition("_")[2] for account in accounts[first : first + _AT_ONCE])
        stack.servers.cluster.psql("notification_db", "-c", _KNOWN.format(ids=ids))
    return [access_token(stack, account) for account in accounts]


def access_token(stack: Stack, account_id: str, *roles: str) -> str:
    """Signed with auth's own key, valid for a quarter of an hour."""
    return Signer(stack.settings.secrets / AUTH.name).access_token(account_id, *roles, lifetime_seconds=900)


def request(method: str, path: str, host: str, token: str = "", body: bytes | None = None, **headers: str) -> bytes:
    """The bytes of a request as a browser would send it; a write gets a key of its own."""
    lines = [
        f"{method} {path} HTTP/1.1",
        f"Host: {host}",
        "User-Agent: Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0",
        "Accept: application/json",
        *([f"Authorization: Bearer {token}"] if token else []),
        *(f"{name.replace('_', '-')}: {value}" for name, value in headers.items()),
    ]
    if method != "GET":
        given = body or b""
        kind = [] if "Content_Type" in headers or not given else ["Content-Type: application/json"]
        lines += [f"Idempotency-Key: {secrets.token_hex(16)}", *kind, f"Content-Length: {len(given)}"]
    return "\r\n".join([*lines, "", ""]).encode() + (body or b"")


@dataclass(frozen=True)
class Shop:
    """A published event on sale, through the front door."""

    organizer: Person
    event_id: str
    types: list[str]
    host: str
    port: int


@contextmanager
def open_shop(stack: Stack, *offers: dict[str, Any]) -> Iterator[Shop]:
    people = System(stack.settings.public_url)
    organizer, _ = organize(people, Narrator())
    event, types = new_event(organizer, *offers)
    wait_for_sale(organizer, event["id"])
    where = urlsplit(stack.settings.public_url)
    yield Shop(organizer, event["id"], [kind["id"] for kind in types], where.netloc, where.port or 80)
    people.close()


def processor_seconds(stack: Stack) -> dict[str, float]:
    """By program since its start; Postgres by the database that it works for, what prints tickets by itself.

    Logs are written by the supervisor.
    """
    seconds: dict[str, float] = {}
    for program in stack.programs():
        for place, pid in enumerate(stack.pids(program.name)):
            name = program.name if program.name != "postgres" else _postgres_part(pid)
            if place and name == TICKET.name:
                name = "printing"
            seconds[name] = seconds.get(name, 0.0) + trees.processor_seconds(pid)
    supervisor = stack.supervisor.pid()
    assert supervisor
    return {**seconds, "logs": trees.processor_seconds(supervisor)}


def _postgres_part(pid: int) -> str:
    """`postgres: ticket ticket_db 127.0.0.1(4711) idle` works for ticket; what writes and cleans up, for all."""
    words = Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode().split()
    return f"postgres {words[1]}" if len(words) > 2 and words[2].endswith("_db") else "postgres itself"
