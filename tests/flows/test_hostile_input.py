"""Whatever anybody sends: a problem document and never an error of ours, and the system goes on as if nothing had been.

Each run sends a share of what there is, chosen by a seed. HOSTILE_SHARE=1 sends everything, another HOSTILE_SEED others.
"""

import asyncio
import os
import sys
import time
from collections import Counter
from collections.abc import Iterable

import httpx
import pytest

from deploy.native.services import ALL
from deploy.native.stack import Stack
from deploy.people import System, wait_until
from tests.flows.books import Books
from tests.flows.hostile import raw, world
from tests.flows.hostile.cases import Hostile
from tests.flows.hostile.judging import Case, objections
from tests.flows.hostile.operations import Operation, operations_of
from tests.flows.hostile.wire import ask, parsed

AT_ONCE = 8
SHARE = float(os.environ.get("HOSTILE_SHARE", "0.15"))
SEED = os.environ.get("HOSTILE_SEED", "1")
# A machine that is busy may say so; the same request is then sent again when it says, as any client does.
TRIES = 20


@pytest.fixture(scope="module")
def operations(system: System) -> list[Operation]:
    """Of the merged document, once every service has said its part."""

    def look() -> list[Operation] | None:
        document = httpx.get(f"{system.url}/api/openapi.json", timeout=10).raise_for_status().json()
        is_whole = "missing here" not in document["info"].get("description", "")
        return operations_of(document) if is_whole else None

    return wait_until("the whole document", look)


@pytest.mark.timeout(1200)
async def test_no_operation_takes_a_hostile_request_for_more_than_it_is(
    stack: Stack, system: System, books: Books, operations: list[Operation]
):
    here = await asyncio.to_thread(world.made, stack, system)
    processes, logged = _main_processes(stack), _unexpected(stack)
    started, statuses = time.monotonic(), Counter[int]()
    wrong: list[str] = []
    for operation in operations:
        for caller in here.callers(operation):
            cases = Hostile(operation, caller, here.known).cases(SHARE, SEED)
            found, told = await judged(stack.settings.ports.http, cases)
            statuses += told
            wrong += found
    sys.stdout.write(
        f"{statuses.total()} requests to {len(operations)} operations in {time.monotonic() - started:.0f} s, "
        f"seed {SEED}: {dict(sorted(statuses.items()))}\n"
    )
    assert wrong == []
    assert _unexpected(stack) == logged
    assert _main_processes(stack) == processes
    assert books.violations() == []
    assert statuses[429] < statuses[422], "limits would hide the rest"


@pytest.mark.parametrize("service", ALL, ids=lambda service: service.name)
async def test_no_door_takes_a_request_of_unclear_extent(stack: Stack, service):
    port = stack.settings.ports.public_port(service)
    wrong, _ = await judged(port, raw.cases(f"localhost:{port}"))
    assert wrong == []


PROBLEM = b'{"status": 404, "code": "not_found", "request_id": "req_1", "detail": "%b"}'
HEAD = b"HTTP/1.1 %b\r\nX-Content-Type-Options: nosniff\r\nContent-Type: application/problem+json\r\nX-Request-ID: req_1\r\n"
WRONG = {
    "an error of ours": (HEAD % b"500 Oops" + b"\r\n" + PROBLEM.replace(b"404", b"500") % b"", "status 500"),
    "a page": (
        b"HTTP/1.1 404 No\r\nX-Content-Type-Options: nosniff\r\nContent-Type: text/html\r\n\r\n",
        "content type",
    ),
    "a trace": (HEAD % b"404 No" + b"\r\n" + PROBLEM % b"Traceback (most recent", "says 'Traceback'"),
    "no id": (HEAD % b"404 No" + b"\r\n" + PROBLEM.replace(b"req_1", b"") % b"", "no request id"),
    "no code": (HEAD % b"404 No" + b"\r\n" + PROBLEM.replace(b"not_found", b"") % b"", "no code"),
    "another status": (HEAD % b"400 No" + b"\r\n" + PROBLEM % b"", "status 400, in the document 404"),
    "success": (HEAD % b"200 OK" + b"\r\n{}", "accepted with 200"),
    "a header of the caller's": (HEAD % b"404 No" + b"X-Injected: 1\r\n\r\n" + PROBLEM % b"", "caller's making"),
    "no security headers": (b"HTTP/1.1 204 Gone\r\n\r\n", "no security headers"),
    "nothing": (b"", "no answer"),
}


@pytest.mark.parametrize(("data", "objection"), WRONG.values(), ids=WRONG.keys())
def test_control_a_wrong_answer_is_objected_to(data: bytes, objection: str):
    found = objections(Case("x", b""), parsed(data))
    assert any(objection in one for one in found), found


def test_control_an_answer_that_takes_long_is_objected_to():
    right = HEAD % b"404 No" + b"\r\n" + PROBLEM % b""
    assert objections(Case("x", b""), parsed(right, seconds=6)) == ["took 6.0 s"]
    assert objections(Case("x", b""), parsed(right)) == []


async def test_control_an_error_on_the_wire_is_seen():
    async def fail(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(WRONG["an error of ours"][0])
        writer.close()

    async with await asyncio.start_server(fail, "127.0.0.1", 0) as server:
        port = server.sockets[0].getsockname()[1]
        wrong, statuses = await judged(port, [Case("x", b"GET / HTTP/1.1\r\n\r\n")])
    assert (wrong, statuses) == (["x: status 500"], {500: 1})


async def judged(port: int, cases: Iterable[Case]) -> tuple[list[str], Counter[int]]:
    """What is wrong with the answers, some requests at a time, and how many answers had which status."""
    waiting, statuses = iter(cases), Counter[int]()
    wrong: list[str] = []

    async def work() -> None:
        for case in waiting:
            for _ in range(TRIES):
                answer = await ask(port, case.data)
                statuses[answer.status] += 1
                if answer.status != 503 or "retry-after" not in answer.headers:
                    break
                await asyncio.sleep(float(answer.headers["retry-after"]))
            wrong.extend(f"{case.what}: {objection}" for objection in objections(case, answer))

    await asyncio.gather(*(work() for _ in range(AT_ONCE)))
    return wrong, statuses


def _main_processes(stack: Stack) -> dict[str, int]:
    return {name: state["pid"] for name, state in stack.supervisor.states().items()}


def _unexpected(stack: Stack) -> dict[str, int]:
    """How often each service has logged an error that it did not expect."""
    return {log.name: log.read_bytes().count(b"unexpected_error") for log in stack.settings.logs.glob("*.log")}
