"""The demonstration runs in a loop while each process in turn is killed: nothing is lost, doubled or left half done."""

import contextlib
import os
import random
import sys
import threading
import time
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from functools import partial

import pytest

from deploy import demo
from deploy.native import trees
from deploy.native.stack import Stack
from deploy.people import Refused, System, wait_until
from tests.flows.books import Books
from tests.flows.counting import Steps
from tests.flows.insisting import Insisting
from tests.flows.victims import SENDERS, Victims, exemption, title

WALKERS = 2
RECOVERY_SECONDS = 120
REST_SECONDS = 180
SEED = os.environ.get("KILLS_SEED", "1")
# Its link works once: when the answer was lost, asking again is told that it was used.
ONCE = "/api/v1/auth/verify-email"


class Walker:
    """Lives through the whole demonstration again and again until told to stop."""

    def __init__(self, system: System, connections: Insisting, stopping: threading.Event) -> None:
        self._system, self._connections, self._stopping = system, connections, stopping
        self.steps = Steps()
        self.walks = 0
        self.given_up: list[str] = []

    def walk_until_stopped(self) -> None:
        while not self._stopping.is_set():
            try:
                assert demo.walk(self._system, self.steps) == ["admitted", "refused: already_checked_in"]
                self.walks += 1
            except TimeoutError as error:
                self.given_up.append(str(error))
            except Refused as refused:
                if refused.code != "link_no_longer_valid" or ONCE not in self._connections.repeated:
                    raise
                self.given_up.append(str(refused))


@pytest.fixture
def connections() -> Iterator[Insisting]:
    made = Insisting()
    yield made
    made.close()


def test_every_process_is_killed_or_exempt_for_a_reason(stack: Stack):
    victims = Victims(stack)
    chosen = {victim.program for victim in victims.all()}
    assert chosen == set(stack.supervisor.states())
    supervisor = stack.supervisor.pid()
    assert supervisor
    all_of_them = trees.below(supervisor)[1:]
    below = {pid: program.name for program in stack.programs() for pid in stack.pids(program.name)}
    unknown = [title(pid) for pid in all_of_them if pid not in below and not trees.is_gone(pid)]
    assert unknown == [], "belongs to no program"
    spared = [f"{name}: {title(pid)}" for pid, name in below.items() if pid not in victims and title(pid)]
    unexplained = [one for one in spared if not exemption(*one.split(": ", 1))]
    assert unexplained == []


@pytest.mark.timeout(1200)
def test_killing_any_process_while_the_demonstration_runs_loses_and_doubles_nothing(
    stack: Stack, system: System, books: Books, connections: Insisting
):
    victims = Victims(stack)
    order = victims.all()
    random.Random(SEED).shuffle(order)
    sys.stdout.write(f"{len(order)} kills, seed {SEED}: {', '.join(map(str, order))}\n")
    stopping = threading.Event()
    insisting = System(system.url, connections=connections)
    walkers = [Walker(insisting, connections, stopping) for _ in range(WALKERS)]
    pauses: dict[str, float] = {}
    with ThreadPoolExecutor(WALKERS) as pool:
        walking = [pool.submit(walker.walk_until_stopped) for walker in walkers]
        try:
            for victim in order:
                victims.kill(victim, within=RECOVERY_SECONDS)
                killed_at = time.monotonic()
                more = partial(_went_on, walkers, _steps(walkers), walking)
                wait_until(f"the demonstration to go on after {victim} was killed", more, RECOVERY_SECONDS)
                pauses[str(victim)] = time.monotonic() - killed_at
        except TimeoutError:
            sys.stdout.write(
                "".join(f"after {walker.steps.latest!r}; given up: {walker.given_up}\n" for walker in walkers)
            )
            raise
        finally:
            stopping.set()
    for done in walking:
        done.result()
    with contextlib.suppress(TimeoutError):
        wait_until("the system to come to rest", lambda: books.unfinished() == [] or None, REST_SECONDS)
    assert books.unfinished() == []
    walks, given_up = sum(walker.walks for walker in walkers), [why for walker in walkers for why in walker.given_up]
    longest = max(pauses, key=lambda victim: pauses[victim])
    sys.stdout.write(f"{walks} whole walks, {_steps(walkers)} steps, {len(given_up)} given up: {given_up}\n")
    sys.stdout.write(f"longest pause {pauses[longest]:.0f} s, after {longest} was killed\n")
    assert walks >= WALKERS
    assert len(books.paid_orders()) >= walks
    assert books.violations() == []
    assert books.wrong_mails(most_copies=sum(victim.program in SENDERS for victim in order)) == []


def _went_on(walkers: list[Walker], before: int, walking: list[Future[None]]) -> bool | None:
    for done in walking:
        if done.done():
            done.result()
    return _steps(walkers) > before or None


def _steps(walkers: list[Walker]) -> int:
    return sum(walker.steps.done_so_far for walker in walkers)
