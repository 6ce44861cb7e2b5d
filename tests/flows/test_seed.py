"""A seed that was interrupted, wherever that was, comes to the same end when it runs again."""

import subprocess
import sys
from pathlib import Path

from deploy.native.readiness import wait_for
from deploy.native.settings import PROJECT
from deploy.native.stack import Stack
from deploy.seed.__main__ import ORGANIZER
from deploy.seed.events import SHOWS
from tests.flows.books import Books

OURS = f"events e JOIN organizers o ON o.id = e.organizer_id WHERE o.name = '{ORGANIZER}'"
MOMENTS = {
    "somebody has registered": ("auth", "SELECT email FROM accounts WHERE email = 'bob@example.org'"),
    "an event is drafted": ("event", f"SELECT e.id FROM {OURS}"),
    "some are published": ("event", f"SELECT count(*) FROM {OURS} AND e.status = 'published' HAVING count(*) > 2"),
    "some tickets are bought": ("ticket", "SELECT id FROM orders WHERE total = 0 AND status = 'paid'"),
}
TICKETS = f"""SELECT e.title, count(t.id) FROM events e LEFT JOIN tickets t ON t.event_id = e.id
    WHERE e.title = ANY (ARRAY[{", ".join(f"$${show.title}$$" for show in SHOWS)}]) GROUP BY e.id"""


def start(stack: Stack, result: Path) -> "subprocess.Popen[bytes]":
    environment = stack.environments.of_seed(result)
    return subprocess.Popen([sys.executable, "-m", "deploy.seed"], cwd=PROJECT, env=environment)


def kill_at(moment: str, stack: Stack, books: Books, result: Path) -> None:
    service, query = MOMENTS[moment]
    known = len(books.rows(service, query))
    with start(stack, result) as seed:
        wait_for(moment, lambda: len(books.rows(service, query)) > known, within=120)
        seed.kill()


def test_a_seed_that_is_killed_at_any_point_is_completed_by_the_next(stack: Stack, books: Books, tmp_path: Path):
    result = tmp_path / "demo-accounts.json"
    for moment in MOMENTS:
        kill_at(moment, stack, books, result)
    with start(stack, result) as seed:
        assert seed.wait(120) == 0
    staffed = "(SELECT count(*) FROM staff s WHERE s.event_id = e.id)"
    events = books.rows("event", f"SELECT e.title, e.status, {staffed} FROM {OURS}")
    assert sorted(events) == sorted([show.title, "published", 1] for show in SHOWS)
    assert sorted(books.rows("ticket", TICKETS)) == sorted([show.title, show.buyers_take] for show in SHOWS)
