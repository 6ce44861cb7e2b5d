"""An organizer watches a sale through nginx and the gateway, as it happens, and holds up nobody who leaves."""

import json
import os
import signal
import time
from collections.abc import Iterator
from functools import partial
from typing import Any

import httpx
import pytest

from deploy.demo import Narrator, new_event, organize, wait_for_sale
from deploy.native import trees
from deploy.native.readiness import wait_for
from deploy.native.stack import Stack
from deploy.people import Person, System, wait_until

Watched = tuple[Person, dict[str, Any], dict[str, Any]]
# A process that waits for what runs waits longer.
LEAVES_WITHIN = 15


@pytest.fixture(scope="module")
def watched(system: System) -> Watched:
    """An organizer, a free event of theirs that is on sale, and its ticket type."""
    organizer, _ = organize(system, Narrator())
    event, [offer] = new_event(organizer, {"name": "Free", "price": 0, "capacity": 9})
    wait_for_sale(organizer, event["id"])
    return organizer, event, offer


def path_of(event: dict[str, Any]) -> str:
    return f"/events/{event['id']}/analytics/live"


def told(answer: httpx.Response) -> Iterator[dict[str, Any]]:
    assert answer.status_code == 200
    return (json.loads(line.removeprefix("data: ")) for line in answer.iter_lines() if line.startswith("data: "))


def test_a_sale_is_seen_while_it_happens(system: System, watched: Watched):
    organizer, event, offer = watched
    with organizer.follow(path_of(event)) as answer:
        figures = told(answer)
        assert next(figures)["totals"]["sold"] == 0
        buyer = Person.new(system, "Bo Buyer").join()
        kinds = [{"ticket_type_id": offer["id"], "quantity": 1}]
        holders = [{"ticket_type_id": offer["id"], "name": "Bo"}]
        buyer.post("/orders", {"event_id": event["id"], "items": kinds, "holders": holders})
        assert next(figures)["totals"]["sold"] == 1


def test_nginx_passes_on_each_word_as_it_comes(watched: Watched):
    """A beat is a few bytes: who gathered them would keep the reader waiting for the next one."""
    organizer, event, _ = watched
    with organizer.follow(path_of(event)) as answer:
        parts = answer.iter_raw()
        assert next(parts).startswith(b"data: ")
        assert next(parts) == b": still here\n\n"


@pytest.mark.parametrize("program", ["event", "gateway"])
def test_who_leaves_ends_its_streams_and_comes_back(stack: Stack, watched: Watched, program: str):
    organizer, event, _ = watched
    [pid, *_] = stack.pids(program)
    with organizer.follow(path_of(event)) as answer:
        figures = told(answer)
        next(figures)
        started = time.monotonic()
        os.kill(pid, signal.SIGTERM)
        assert list(figures) == []
    wait_for(f"{program} to leave", partial(trees.is_gone, pid), 60)
    assert time.monotonic() - started < LEAVES_WITHIN
    stack.wait_until_ready()

    def follows_again() -> bool | None:
        with organizer.follow(path_of(event)) as again:
            return again.status_code == 200 or None

    wait_until("the figures to be told again", follows_again)
