"""What a load costs: answers, waiting times, and the processor time of each part per operation."""

import sys
import time
from collections.abc import Iterable
from typing import Any

import uvloop

from benchmarks import system
from benchmarks.load import Life, load
from deploy.native.stack import Stack

# What the buyer waits for; copies, mails and documents are made afterwards.
ANSWERING = ("nginx", "gateway", "ticket", "event", "postgres ticket", "postgres event", "postgres itself", "valkey")


def measure(
    stack: Stack, lives: Iterable[Life], seconds: float, connections: int, *, port: int | None = None
) -> dict[str, Any]:
    """The load's figures, and the milliseconds of processor time by part: per life, or per answer where all live once."""
    where = port or stack.settings.ports.http
    before = system.processor_seconds(stack)
    found = uvloop.run(load("127.0.0.1", where, lives, seconds=seconds, connections=connections))
    after = system.processor_seconds(stack)
    found["per_second"] = found["lives"] / found["seconds"]
    found["cost_ms"] = {part: (after[part] - before.get(part, 0.0)) / found["lives"] * 1e3 for part in after}
    return found


def drain(stack: Stack, seconds: float) -> None:
    """Tells how fast the mails that wait are sent once nobody buys, and what one costs."""
    before, sent, waiting = system.processor_seconds(stack), *_mails(stack)
    time.sleep(seconds)  # how long is measured: nothing is waited for
    after, sent_then, waiting_then = system.processor_seconds(stack), *_mails(stack)
    mails = max(sent_then - sent, 1)
    cost = {part: (after[part] - before.get(part, 0.0)) / mails * 1e3 for part in after}
    say(
        f"then nobody buys for {seconds:.0f} s: {(sent_then - sent) / seconds:.0f} mails/s, {waiting} waited, "
        f"{waiting_then} wait still\n  processor time of a mail {sum(cost.values()):.1f} ms: {_parts(cost, tuple(cost))}"
    )


def _mails(stack: Stack) -> tuple[int, int]:
    """Sent ones, and those that wait."""
    counted = (
        "SELECT count(*) FILTER (WHERE state = 'sent'), count(*) FILTER (WHERE state = 'waiting') FROM notifications"
    )
    sent, waiting = stack.servers.cluster.psql("notification_db", "-c", counted).split("|")
    return int(sent), int(waiting)


def report(title: str, found: dict[str, Any], answering: tuple[str, ...] = ANSWERING) -> None:
    cost = found["cost_ms"]
    until_answer = sum(cost.get(part, 0.0) for part in answering)
    lines = [
        f"{title}: {found['per_second']:.0f}/s, answers {found['statuses']}, {found['seconds']:.1f} s",
        f"  waited for an answer {_waited(found)}; in all {_waited(found['life'])}",
        f"  processor time until the answer {until_answer:.2f} ms: {_parts(cost, answering)}",
        f"  beside it: {_parts(cost, tuple(part for part in cost if part not in answering))}",
    ]
    say("\n".join(lines))


def say(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def _waited(times: dict[str, float]) -> str:
    return ", ".join(f"p{percent} {times[f'p{percent}_ms']:.0f} ms" for percent in (50, 95, 99))


def _parts(cost: dict[str, float], wanted: tuple[str, ...]) -> str:
    return ", ".join(f"{part} {cost[part]:.2f}" for part in wanted if cost.get(part, 0.0) >= 0.005)
