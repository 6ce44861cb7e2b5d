"""The whole system for measurements: started like any other, with its limits out of the way, and what its parts cost."""

import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from deploy.native.services import AUTH, TICKET
from deploy.native.settings import Settings
from deploy.native.stack import Stack
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
_TICKS = os.sysconf("SC_CLK_TCK")


@contextmanager
def running(**environ: str) -> Iterator[Stack]:
    with (
        TemporaryDirectory(prefix="benchmark-") as folder,
        Stack(Settings.for_tests(Path(folder), environ=WIDE_LIMITS | environ)) as stack,
    ):
        yield stack


def access_tokens(stack: Stack, number: int) -> list[str]:
    """Tokens of as many accounts that nobody has registered: signed with auth's own key, valid for a quarter of an hour."""
    signer = Signer(stack.settings.secrets / AUTH.name)
    return [signer.access_token(new_id("usr"), lifetime_seconds=900) for _ in range(number)]


def post(path: str, token: str, body: bytes, host: str) -> bytes:
    """The bytes of a write with a key of its own, as a browser would send it."""
    lines = [
        f"POST /api/v1{path} HTTP/1.1",
        f"Host: {host}",
        "User-Agent: Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0",
        "Accept: application/json",
        f"Authorization: Bearer {token}",
        f"Idempotency-Key: {secrets.token_hex(16)}",
        "Content-Type: application/json",
        f"Content-Length: {len(body)}",
    ]
    return "\r\n".join([*lines, "", ""]).encode() + body


def processor_seconds(stack: Stack) -> dict[str, float]:
    """By program since its start; Postgres by the database that it works for, and what prints tickets by itself."""
    seconds: dict[str, float] = {}
    for program in stack.programs():
        for place, pid in enumerate(stack.pids(program.name)):
            name = program.name if program.name != "postgres" else _postgres_part(pid)
            if place and name == TICKET.name:
                name = "printing"
            seconds[name] = seconds.get(name, 0.0) + _processor_seconds(pid)
    return seconds


def _postgres_part(pid: int) -> str:
    """`postgres: ticket ticket_db 127.0.0.1(4711) idle` works for ticket; what writes and cleans up, for all."""
    words = Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode().split()
    return f"postgres {words[1]}" if len(words) > 2 and words[2].endswith("_db") else "postgres itself"


def _processor_seconds(pid: int) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / _TICKS
